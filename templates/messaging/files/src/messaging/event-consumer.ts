import {setMaxListeners} from 'node:events'
import type {Closable} from '../platform/lifecycle/shutdown.js'
import type {Logger} from '../platform/logging/logger.js'
import type {MessageBroker, Subscription} from '../platform/messaging/message-broker.js'
import type {SeenEvents} from '../platform/messaging/seen-events.js'
import type {EventContract, Receiving} from './event-contract.js'
import type {EventHandlers} from './event-handler.js'
import {createEventSettler} from './event-settler.js'
import {keepExtended} from './keep-extended.js'
import {createLanes} from './lanes.js'
import type {MessagingMetrics} from './messaging-metrics.js'
import {pause} from './pause.js'
import {persist} from './persist.js'
import {deadLetterTopic, redriveGroup} from './topics.js'

/** Receives the events of other services, by the operations of the contract. */
export interface EventConsumer extends Closable {
  /** Takes the handlers of an operation; throws when they are not those that the contract asks for. */
  handle(operation: string, handlers: EventHandlers): void
  /** Lets events in. A broker that is away is waited for in the background, after a moment in the foreground. */
  start(): Promise<void>
  /** Rejects as long as events do not come in. */
  check(): Promise<void>
}

export interface EventConsumerOptions {
  readonly broker: MessageBroker
  readonly contract: EventContract
  readonly seen: SeenEvents
  readonly metrics: MessagingMetrics
  readonly logger: Logger
  /** Groups are called by it. */
  readonly service: string
  /** Most events of an operation that are handled at the same time; those of one aggregate never are. */
  readonly atOnce: number
}

interface Operation extends Receiving {
  readonly name: string
  readonly group: string
  readonly handlers: EventHandlers
}

/** Milliseconds that `start` waits for the broker. */
const moment = 2000

export function createEventConsumer(options: EventConsumerOptions): EventConsumer {
  const {broker, contract, metrics, logger, service, atOnce} = options
  const stopping = new AbortController()
  // Every event in hand may wait for it.
  setMaxListeners(0, stopping.signal)
  const operations = new Map<string, Operation>()
  const subscriptions: Subscription[] = []
  const unwatch: (() => void)[] = []
  let started: Promise<unknown> = Promise.resolve()

  const listen = async ({topic, group, handlers, retries}: Operation): Promise<void> => {
    // What is published there before anybody looks at it must not be lost.
    await broker.prepare(deadLetterTopic(topic), redriveGroup)
    const settle = createEventSettler({...options, group, handlers, retries, stopping: stopping.signal})
    const lanes = createLanes()
    const subscription = await broker.subscribe({
      topic,
      group,
      atOnce,
      receive(delivery) {
        // From now on, because it may have to wait for others of its key.
        const rest = keepExtended(delivery, logger)
        return lanes.run(delivery.key, () => settle(delivery)).finally(rest)
      },
    })
    subscriptions.push(subscription)
    unwatch.push(metrics.watchLag({topic, group}, () => subscription.lag()))
    logger.info({topic, group}, 'Listening for events.')
  }

  return {
    handle(name, handlers) {
      if (operations.has(name)) throw new Error(`Operation "${name}" has handlers already.`)
      const receiving = contract.receiving(name)
      complain(name, receiving.eventTypes, Object.keys(handlers))
      // Or nobody could tell the first dead letter from none.
      for (const eventType of receiving.eventTypes) metrics.events.inc({event_type: eventType, outcome: 'dead'}, 0)
      operations.set(name, {...receiving, name, group: groupOf(service, name), handlers})
    },
    async start() {
      started = Promise.all(
        [...operations.values()].map(operation =>
          persist(() => listen(operation), `Operation "${operation.name}"`, logger, stopping.signal),
        ),
      ).catch(error => {
        if (!stopping.signal.aborted) throw error
      })
      await Promise.race([started, pause(moment, stopping.signal)])
    },
    async check() {
      if (subscriptions.length < operations.size) throw new Error('Not all operations get their events yet.')
    },
    async close() {
      stopping.abort()
      await started
      for (const each of unwatch) each()
      await Promise.all(subscriptions.map(subscription => subscription.close()))
    },
  }
}

/** The contract and the code have to agree about what is handled. */
function complain(operation: string, eventTypes: readonly string[], handled: readonly string[]): void {
  const missing = eventTypes.find(type => !handled.includes(type))
  if (missing !== undefined) throw new Error(`"${missing}" of operation "${operation}" has no handler.`)
  const unknown = handled.find(type => !eventTypes.includes(type))
  if (unknown !== undefined) throw new Error(`Operation "${operation}" of the contract receives no "${unknown}".`)
}

/** `onOrderPlaced` of the service `billing` is the group `billing-order-placed`. */
function groupOf(service: string, operation: string): string {
  const words = operation.replace(/^on(?=[A-Z])/, '').replace(/([a-z0-9])(?=[A-Z])/g, '$1-')
  return `${service}-${words.toLowerCase()}`
}
