import {createHash, randomUUID} from 'node:crypto'
import {setTimeout as sleep} from 'node:timers/promises'
import {createContext, currentContext} from '../platform/context/request-context.js'
import type {IdempotencyStore} from '../platform/idempotency/idempotency-store.js'
import type {JobQueue} from '../platform/jobs/job-queue.js'
import type {Logger} from '../platform/logging/logger.js'
import type {InboundEvent} from './inbound-event.js'

/** Does what an event asks for. It may be called again for the same event when the process has died in between. */
export type EventHandler = (event: InboundEvent) => Promise<void>

/** The handlers by the type of event. */
export type EventHandlers = Readonly<Record<string, EventHandler>>

/** What became of an event that has come: nobody wants it, it was here before, or it will be handled. */
export type Taken = 'unwanted' | 'seen' | 'taken'

/** Takes events in, by whatever way they come, and handles each once. */
export interface InboundEvents {
  /** Resolves when the event is kept; it is handled afterwards. Rejects when there is no room for it now. */
  take(event: InboundEvent, way: 'push' | 'poll'): Promise<Taken>
  /** Milliseconds since 1970 at which the last event was pushed; 0 when none was. */
  readonly lastPush: number
}

export interface InboundEventsOptions {
  /** Knows for a day what was here. */
  readonly keys: IdempotencyStore
  readonly jobs: JobQueue
  readonly handlers: EventHandlers
  readonly logger: Logger
  /** Milliseconds before a handler that has failed is called again; the second pause is twice as long. */
  readonly pause?: number
}

const kind = 'inbound-event'
const tries = 3

const known = new WeakMap<JobQueue, InboundEvents>()

/** One for all features of a service that bring events: what one has brought, another one does not bring again. */
export function inboundEvents(options: InboundEventsOptions): InboundEvents {
  const {jobs} = options
  const found = known.get(jobs)
  if (found) return found
  const made = createInboundEvents(options)
  known.set(jobs, made)
  return made
}

function createInboundEvents({keys, jobs, handlers, logger, pause = 1000}: InboundEventsOptions): InboundEvents {
  let lastPush = 0

  jobs.handle(kind, async input => {
    const event = input as InboundEvent // The queue gives back what `take` has put in.
    const {slot, fingerprint} = keyOf(event)
    for (let tried = 1; ; tried += 1) {
      try {
        await handlers[event.eventType]?.(event)
        await keys.finish(slot, fingerprint, {status: 202})
        return
      } catch (error) {
        if (tried >= tries) {
          // It may be sent again: by its sender, or on request.
          await keys.release(slot)
          logger.error({err: error, eventId: event.id, eventType: event.eventType}, 'An event could not be handled.')
          throw error
        }
        await sleep(pause * 2 ** (tried - 1))
      }
    }
  })

  return {
    get lastPush() {
      return lastPush
    },
    async take(event, way) {
      if (way === 'push') lastPush = Date.now()
      // By its own names only: "constructor" is none.
      if (!Object.hasOwn(handlers, event.eventType)) return 'unwanted'
      const {slot, fingerprint} = keyOf(event)
      if (await keys.begin(slot, fingerprint)) return 'seen'
      try {
        const origin =
          currentContext() ?? createContext({}, {requestId: randomUUID(), signal: () => AbortSignal.abort()})
        await jobs.add({kind, owner: way, input: event, origin})
        return 'taken'
      } catch (error) {
        await keys.release(slot)
        throw error
      }
    },
  }
}

/** The id is what counts; another content under the same id is the same event. */
function keyOf({id}: InboundEvent): {readonly slot: string; readonly fingerprint: string} {
  const slot = createHash('sha256').update(`inbound-event ${id}`).digest('hex')
  return {slot, fingerprint: slot}
}
