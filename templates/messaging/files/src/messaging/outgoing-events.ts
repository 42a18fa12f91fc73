import {setMaxListeners} from 'node:events'
import {setTimeout as sleep} from 'node:timers/promises'
import type {Logger} from '../platform/logging/logger.js'
import {noteCaused} from './caused-events.js'
import type {DomainEvent} from './event.js'
import {EventContractError, type EventPublisher} from './event-publisher.js'
import {createLanes} from './lanes.js'
import type {MessagingMetrics} from './messaging-metrics.js'
import {retryDelay, standardRetries} from './retry-policy.js'

/** Events on their way to a broker that may be away: whoever has caused them does not wait. */
export interface OutgoingEvents {
  add(event: DomainEvent<unknown>): void
  /** Resolves when all are published, or tells which are not when the time is up. */
  close(): Promise<void>
}

export interface OutgoingEventsOptions {
  readonly publisher: EventPublisher
  readonly metrics: MessagingMetrics
  readonly logger: Logger
  /** Most events that may wait; more are lost, and the log says which. */
  readonly most?: number
  /** Milliseconds that `close` waits for a broker. */
  readonly patience?: number
}

/**
 * Publishes in the background, each aggregate's events in their order, until the broker has them. They wait in the
 * memory of this process: what must survive a crash goes through an outbox in the database instead.
 */
export function createOutgoingEvents(options: OutgoingEventsOptions): OutgoingEvents {
  const {publisher, metrics, logger, most = 10_000, patience = 10_000} = options
  const waiting = new Set<Promise<void>>()
  const lanes = createLanes()
  const giveUp = new AbortController()
  // Every aggregate may wait for it.
  setMaxListeners(0, giveUp.signal)
  metrics.watchOutgoing(() => waiting.size)

  const lose = ({eventId, eventType, aggregateId}: DomainEvent<unknown>, error: unknown): void => {
    metrics.events.inc({event_type: eventType, outcome: 'lost'})
    logger.error({err: error, eventId, eventType, aggregateId}, 'An event was not published.')
  }
  const publish = async (event: DomainEvent<unknown>): Promise<void> => {
    for (let failures = 1; ; failures++) {
      try {
        return await publisher.publish(event)
      } catch (error) {
        if (error instanceof EventContractError || giveUp.signal.aborted) return lose(event, error)
        if (failures === 1) logger.warn({err: error, eventId: event.eventId}, 'The broker does not take an event yet.')
        await sleep(retryDelay(standardRetries, failures), undefined, {signal: giveUp.signal}).catch(() => {})
      }
    }
  }

  return {
    add(event) {
      if (waiting.size >= most) return lose(event, new Error(`${most} events wait for the broker already.`))
      const done = lanes.run(event.aggregateId, () => publish(event))
      waiting.add(done)
      noteCaused(done)
      done.then(() => waiting.delete(done))
    },
    async close() {
      const timer = setTimeout(() => giveUp.abort(), patience)
      await Promise.all(waiting)
      clearTimeout(timer)
    },
  }
}
