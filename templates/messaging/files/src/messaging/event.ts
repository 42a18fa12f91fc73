import {randomUUID} from 'node:crypto'
import {currentContext} from '../platform/context/request-context.js'
import type {JsonObject} from '../platform/contract/document.js'

/** Something that has happened to one aggregate, in the envelope that all events share. */
export interface DomainEvent<Data = JsonObject> {
  /** A UUID; consumers tell by it whether they know the event already. */
  readonly eventId: string
  /** `OrderCreated`: what it happened to, and what, in the past tense. */
  readonly eventType: string
  /** Major and minor version of the schema, such as `1.0`. */
  readonly schemaVersion: string
  /** Events of one aggregate keep their order. */
  readonly aggregateId: string
  /** From 1; tells a consumer which of two events is the later one. */
  readonly aggregateVersion: number
  readonly eventData: Data
  readonly metadata: EventMetadata
}

/** Where an event comes from. */
export interface EventMetadata {
  readonly correlationId: string
  /** The request or the event that brought it about. */
  readonly causationId?: string
  /** For whom it was done, as far as that was proven. */
  readonly userId?: string
  /** RFC 3339 in UTC. */
  readonly timestamp: string
  /** The service that tells it. */
  readonly source: string
}

/** What whoever tells an event has to say about it. */
export type EventDraft<Data = JsonObject> = Pick<
  DomainEvent<Data>,
  'eventType' | 'aggregateId' | 'aggregateVersion' | 'eventData'
> & {readonly schemaVersion?: string}

/** Puts the envelope around it; the ids of the flow, and for whom it is done, are those of the request or event being served. */
export function createEvent<Data>(draft: EventDraft<Data>, source: string, now = new Date()): DomainEvent<Data> {
  const {schemaVersion = '1.0', ...rest} = draft
  const context = currentContext()
  const userId = context?.subject
  const eventId = randomUUID()
  return {
    eventId,
    ...rest,
    schemaVersion,
    metadata: {
      correlationId: context?.correlationId ?? eventId,
      ...(context && {causationId: context.requestId}),
      ...(userId !== undefined && {userId}),
      timestamp: now.toISOString(),
      source,
    },
  }
}
