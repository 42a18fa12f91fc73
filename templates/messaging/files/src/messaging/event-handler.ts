import type {DomainEvent} from './event.js'

/** What a handler may know beside the event. */
export interface Handling {
  /** From 1; more when it has failed before. */
  readonly attempt: number
  /** Aborts when the service stops: what can be left to a later time may be. */
  readonly signal: AbortSignal
}

/**
 * Does what an event asks for. It may be called again for the same event when the process dies before its end is noted,
 * so its work has to be repeatable.
 */
export type EventHandler<Data = unknown> = (event: DomainEvent<Data>, handling: Handling) => Promise<void>

/** A handler for each type of event that an operation of the contract receives. */
export type EventHandlers = Readonly<Record<string, EventHandler<never>>>
