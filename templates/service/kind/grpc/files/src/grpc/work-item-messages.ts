import {entityTag} from '../platform/locking/entity-tag.js'
import type {WorkItem} from '../work-items/work-item.js'
import type {WorkItemEvent} from '../work-items/work-item-feed.js'

/** google.protobuf.Timestamp. */
export interface Timestamp {
  readonly seconds: number
  readonly nanos: number
}

/** A work item as the contract of gRPC has it. */
export interface WorkItemMessage extends Omit<WorkItem, 'createdAt' | 'updatedAt'> {
  readonly createdAt: Timestamp
  readonly updatedAt: Timestamp
  readonly etag: string
}

export function workItemMessage({createdAt, updatedAt, ...rest}: WorkItem): WorkItemMessage {
  return {...rest, createdAt: timestamp(createdAt), updatedAt: timestamp(updatedAt), etag: entityTag(rest.version)}
}

const kinds = {
  created: 'WORK_ITEM_EVENT_KIND_CREATED',
  changed: 'WORK_ITEM_EVENT_KIND_CHANGED',
  removed: 'WORK_ITEM_EVENT_KIND_REMOVED',
} as const

export function workItemEventMessage({kind, workItem}: WorkItemEvent) {
  return {kind: kinds[kind], workItem: workItemMessage(workItem)}
}

function timestamp(rfc3339: string): Timestamp {
  const milliseconds = Date.parse(rfc3339)
  const seconds = Math.floor(milliseconds / 1000)
  return {seconds, nanos: (milliseconds - seconds * 1000) * 1_000_000}
}
