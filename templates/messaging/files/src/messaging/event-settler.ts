import {createContext, runInContext} from '../platform/context/request-context.js'
import {toApiError} from '../platform/errors/error-handler.js'
import type {Delivery} from '../platform/messaging/message.js'
import {withCaused} from './caused-events.js'
import {deadLetter, type Failure} from './dead-letter.js'
import type {DomainEvent} from './event.js'
import type {EventConsumerOptions} from './event-consumer.js'
import type {EventHandlers} from './event-handler.js'
import {pause} from './pause.js'
import {persist} from './persist.js'
import {eventTypeOf, receivedEvent, UnusableEvent} from './received-event.js'
import {type RetryPolicy, retryDelay} from './retry-policy.js'

export interface EventSettlerOptions
  extends Pick<EventConsumerOptions, 'broker' | 'contract' | 'seen' | 'metrics' | 'logger'> {
  readonly group: string
  readonly handlers: EventHandlers
  readonly retries: RetryPolicy
  readonly stopping: AbortSignal
}

/** Times that a message may be handed out: one that nobody ever settles kills those who try. */
const mostDeliveries = 10

type Outcome = 'handled' | 'repeated' | 'skipped' | 'dead'

/**
 * Makes what settles one message after the other: resolved, its event is handled, known already, not meant for this
 * group, or a dead letter. Rejected, the service stops, and another instance has to do it.
 */
export function createEventSettler(options: EventSettlerOptions): (delivery: Delivery) => Promise<void> {
  const {broker, contract, seen, metrics, logger, group, handlers, retries, stopping} = options

  const bury = async (delivery: Delivery, failure: Failure): Promise<Outcome> => {
    const {topic, place} = delivery
    await persist(() => broker.publish(deadLetter(delivery, group, failure)), 'A dead letter', logger, stopping)
    logger.error({topic, group, place, ...failure}, 'An event could not be handled; it is a dead letter now.')
    return 'dead'
  }

  const attempt = async (event: DomainEvent<never>): Promise<Failure | undefined> => {
    for (let attempts = 1; ; attempts++) {
      try {
        const work = async () => handlers[event.eventType]?.(event, {attempt: attempts, signal: stopping})
        await (seen.once?.(group, event.eventId, work) ?? work())
        return undefined
      } catch (error) {
        const {code, status, message} = toApiError(error)
        // A refusal will be one the next time, too.
        const hopeless = status < 500 && status !== 429
        if (hopeless || attempts > retries.maxRetries) {
          logger.warn({err: error, attempts}, 'The last try to handle an event has failed.')
          return {code, message, attempts}
        }
        const delay = retryDelay(retries, attempts)
        logger.warn({err: error, attempts, delay}, 'An event could not be handled; it is tried again.')
        metrics.retries.inc({event_type: event.eventType})
        await pause(delay, stopping)
      }
    }
  }

  const handle = async (delivery: Delivery, event: DomainEvent<never>): Promise<Outcome> => {
    const {eventId} = event
    if (await persist(() => seen.has(group, eventId), 'Memory of events', logger, stopping)) return 'repeated'
    const failure = await withCaused(() => attempt(event), stopping)
    if (failure) return bury(delivery, failure)
    await persist(() => seen.add(group, eventId), 'Memory of events', logger, stopping)
    return 'handled'
  }

  const settle = async (delivery: Delivery, eventType: string | undefined): Promise<Outcome> => {
    if (delivery.deliveries > mostDeliveries) {
      const message = `It was handed out ${delivery.deliveries} times and never settled.`
      return bury(delivery, {code: 'EVENT_ABANDONED', message, attempts: delivery.deliveries})
    }
    try {
      const event = receivedEvent(delivery, eventType, contract)
      return await runInContext(contextFor(delivery, event, stopping), () => handle(delivery, event))
    } catch (error) {
      if (!(error instanceof UnusableEvent)) throw error
      return bury(delivery, {code: error.code, message: error.message, attempts: 1})
    }
  }

  return async delivery => {
    // Waits in its lane for others; a service that stops does not begin with it.
    stopping.throwIfAborted()
    const eventType = eventTypeOf(delivery)
    const known = eventType !== undefined && Object.hasOwn(handlers, eventType)
    const label = {event_type: known ? eventType : 'unknown'}
    const end = metrics.duration.startTimer(label)
    metrics.inFlight.inc()
    try {
      // A type that is not meant for this group is no mistake: others may be added to a topic at any time.
      const skipped = eventType !== undefined && !known
      const outcome = skipped ? 'skipped' : await settle(delivery, eventType)
      metrics.events.inc({...label, outcome})
      end()
    } finally {
      metrics.inFlight.dec()
    }
  }
}

/** The flow goes on that the event came from: its ids are in every log line, outbound call and new event. */
function contextFor({headers}: Delivery, {eventId, metadata}: DomainEvent<never>, stopping: AbortSignal) {
  const ids = {'x-correlation-id': metadata.correlationId, traceparent: headers['traceparent']}
  const {tracestate} = headers
  const context = createContext(
    {...ids, ...(tracestate !== undefined && {tracestate})},
    {requestId: eventId, signal: () => stopping},
  )
  if (metadata.userId !== undefined) context.subject = metadata.userId
  return context
}
