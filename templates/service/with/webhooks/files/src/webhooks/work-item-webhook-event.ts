import {randomUUID} from 'node:crypto'
import type {WorkItemEvent} from '../work-items/work-item-feed.js'
import type {WebhookEvent} from './webhook.js'

/** The names by which the contract calls what happens. */
const eventTypes = {
  created: 'WorkItemCreated',
  changed: 'WorkItemUpdated',
  removed: 'WorkItemDeleted',
} as const satisfies Record<WorkItemEvent['kind'], string>

/** What subscribers are told of an event. A member more is a new schemaVersion. */
export function workItemWebhookEvent({kind, workItem}: WorkItemEvent): WebhookEvent {
  const {id: workItemId, name, version} = workItem
  return {
    id: randomUUID(),
    eventType: eventTypes[kind],
    schemaVersion: '1.0',
    timestamp: new Date().toISOString(),
    data: {workItemId, name, version},
  }
}
