import {randomUUID} from 'node:crypto'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createEvent, type DomainEvent} from '../../src/messaging/event.js'
import {createEventConsumer, type EventConsumer, type EventConsumerOptions} from '../../src/messaging/event-consumer.js'
import {type EventContract, readEventContract} from '../../src/messaging/event-contract.js'
import type {EventHandler, EventHandlers} from '../../src/messaging/event-handler.js'
import {createEventPublisher, type EventPublisher} from '../../src/messaging/event-publisher.js'
import {createMemorySeenEvents} from '../../src/messaging/memory-seen-events.js'
import {createMessagingMetrics, type MessagingMetrics} from '../../src/messaging/messaging-metrics.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import type {Delivery} from '../../src/platform/messaging/message.js'
import type {MessageBroker, Subscription} from '../../src/platform/messaging/message-broker.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {contractText} from './parcel-contract.js'

export const logger = createLogger({service: 'test', version: '0', level: 'silent'})

/** Both sides of the events of parcels, through one broker. */
export interface Parcels {
  readonly topic: string
  readonly broker: MessageBroker
  readonly contract: EventContract
  readonly metrics: MessagingMetrics
  readonly publisher: EventPublisher
  /** An instance of the service that receives, with a memory of its own. */
  consumer(more?: Partial<EventConsumerOptions>): EventConsumer
  /** One that is listening. */
  listen(handlers: EventHandlers, more?: Partial<EventConsumerOptions>): Promise<EventConsumer>
  /** Those of the topic that nobody could handle, as they come from now on. */
  deadLetters(): Promise<readonly Delivery[]>
  /** The value of `business_events_total` by its outcome. */
  counted(outcome: string): Promise<number>
  /** The value of another figure, all labels together. */
  figure(name: string): Promise<number>
  /** Ends what looks for dead letters: some brokers do not close before. */
  close(): Promise<void>
}

export function parcelsThrough(broker: MessageBroker, topic = 'business-events-parcels-v1'): Parcels {
  const contract = contractOf(topic)
  const {registry} = createMetrics()
  const metrics = createMessagingMetrics(registry)
  const publisher = createEventPublisher({broker, contract, metrics})
  const valuesOf = async (name: string) => (await registry.getSingleMetric(name)?.get())?.values ?? []
  const sum = (values: readonly {readonly value: number}[]) => values.reduce((total, {value}) => total + value, 0)
  const looking: Subscription[] = []
  const consumer: Parcels['consumer'] = more => {
    const seen = createMemorySeenEvents()
    return createEventConsumer({broker, contract, seen, metrics, logger, service: 'billing', atOnce: 10, ...more})
  }
  return {
    topic,
    broker,
    contract,
    metrics,
    publisher,
    consumer,
    async listen(handlers, more) {
      const listening = consumer(more)
      listening.handle('onParcel', handlers)
      await listening.start()
      return listening
    },
    async deadLetters() {
      const dead: Delivery[] = []
      const receive = async (delivery: Delivery) => void dead.push(delivery)
      const group = `look-${randomUUID()}`
      looking.push(await broker.subscribe({topic: `${topic}-dead-letter`, group, atOnce: 10, receive}))
      return dead
    },
    async counted(outcome) {
      return sum((await valuesOf('business_events_total')).filter(({labels}) => labels['outcome'] === outcome))
    },
    figure: async name => sum(await valuesOf(name)),
    async close() {
      await Promise.all(looking.map(each => each.close()))
    },
  }
}

/** A parcel was sent. */
export const sent = (aggregateId = 'p-1', aggregateVersion = 1): DomainEvent =>
  createEvent({eventType: 'ParcelSent', aggregateId, aggregateVersion, eventData: {parcelId: aggregateId}}, 'parcels')

/** Handles every event of parcels, and collects what it was called with. */
export function onSent(handle: EventHandler = async () => {}) {
  const got: DomainEvent<unknown>[] = []
  const handler: EventHandler = async (event, handling) => {
    got.push(event)
    await handle(event, handling)
  }
  return {got, handlers: {ParcelSent: handler, ParcelLost: handler}}
}

function contractOf(topic: string): EventContract {
  const folder = mkdtempSync(join(tmpdir(), 'events-'))
  try {
    const path = join(folder, 'asyncapi.yaml')
    writeFileSync(path, contractText(topic))
    return readEventContract(path)
  } finally {
    rmSync(folder, {recursive: true})
  }
}
