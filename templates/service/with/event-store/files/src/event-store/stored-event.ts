import type {JsonObject} from '../platform/contract/document.js'

/** What has happened, as whoever decides it says it. */
export interface NewEvent {
  /** In the past tense: `MoneyDeposited`. */
  readonly type: string
  readonly data: JsonObject
  /** Major and minor; `1.0` unless it is said. */
  readonly schemaVersion?: string
}

/** What has happened, as it is kept for good. */
export interface StoredEvent {
  readonly eventId: string
  /** Kind and id of what it happened to: `account-7`. */
  readonly stream: string
  /** From 1, without gaps within its stream. */
  readonly version: number
  readonly type: string
  readonly schemaVersion: string
  readonly data: JsonObject
  /** The ids of the flow that it came from, and `userId`: for whom it was done. */
  readonly metadata: JsonObject
  readonly storedAt: Date
  readonly place: EventPlace
}

/** A place in the sequence of all events. Both parts are 64 bits, as texts. */
export interface EventPlace {
  readonly transaction: string
  readonly position: string
}

/** Before all events. */
export const beginning: EventPlace = {transaction: '0', position: '0'}
