import {createEvent, type DomainEvent} from '../messaging/event.js'
import type {WorkItem} from './work-item.js'
import type {WorkItemEvent} from './work-item-feed.js'

/** What other services are told of a work item; contracts/asyncapi.yaml has the same members. */
export type WorkItemData = Omit<WorkItem, 'version'>

/** A change of a work item as an event for other services. Called within the request that it comes from. */
export function workItemChange({kind, workItem}: WorkItemEvent, source: string): DomainEvent<unknown> {
  const {version, ...data} = workItem
  const aggregateId = workItem.id
  if (kind !== 'removed') {
    const eventType = kind === 'created' ? 'WorkItemCreated' : 'WorkItemUpdated'
    return createEvent<WorkItemData>({eventType, aggregateId, aggregateVersion: version, eventData: data}, source)
  }
  // The removal is a change, too: it must not look as old as the one before it.
  const eventData = {id: workItem.id}
  return createEvent({eventType: 'WorkItemDeleted', aggregateId, aggregateVersion: version + 1, eventData}, source)
}
