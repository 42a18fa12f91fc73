import {randomUUID} from 'node:crypto'
import {Connection} from 'rabbitmq-client'
import {createLogger} from '../../../src/platform/logging/logger.js'
import type {MessageBroker} from '../../../src/platform/messaging/message-broker.js'
import {createRabbitBroker} from '../../../src/rabbitmq-messaging/rabbit-broker.js'
import {openRelay} from '../../relay.js'
import {isReachable} from '../is-reachable.js'
import type {TestBroker} from '../test-broker.js'

const {RABBITMQ_URL: rabbitUrl = 'amqp://guest:guest@127.0.0.1:5672'} = process.env
const {hostname: host, port} = new URL(rabbitUrl)
const target = {host, port: Number(port || 5672)}

/** Milliseconds after which queues go by themselves that nobody reads. */
const expiry = 60_000

// Against a real RabbitMQ, whose address RABBITMQ_URL is.
export const rabbitmqTestBroker: TestBroker = {
  name: 'rabbitmq',
  missing: (await isReachable(target)) ? undefined : `there is no RabbitMQ at ${host}:${target.port}`,
  connects: true,
  remembers: false,
  async prepare() {
    const relay = await openRelay(target)
    const url = new URL(rabbitUrl)
    url.host = `127.0.0.1:${relay.port}`
    const prefix = `test-${randomUUID().slice(0, 8)}-`
    const logger = createLogger({service: 'test', version: '0', level: 'silent'})
    const opened: MessageBroker[] = []
    const topics = new Set<string>()
    return {
      async connect() {
        const broker = createRabbitBroker({url: url.href, prefix, expiry, logger})
        opened.push(broker)
        return {
          ...broker,
          publish(message) {
            topics.add(message.topic)
            return broker.publish(message)
          },
          subscribe(order) {
            topics.add(order.topic)
            return broker.subscribe(order)
          },
        }
      },
      async cut() {
        await relay.cut()
        await relay.mend()
      },
      away: () => createRabbitBroker({url: 'amqp://127.0.0.1:1', prefix, expiry, logger}),
      environment: {
        EVENTS_RABBITMQ_URL: rabbitUrl,
        EVENTS_RABBITMQ_PREFIX: prefix,
        EVENTS_RABBITMQ_EXPIRY: String(expiry),
      },
      async close() {
        await Promise.all(opened.map(each => each.close()))
        await relay.close()
        // Exchanges do not go by themselves.
        const rabbit = new Connection(rabbitUrl)
        for (const topic of topics)
          for (const name of [topic, `${topic}-dead-letter`]) await rabbit.exchangeDelete({exchange: prefix + name})
        await rabbit.close()
      },
    }
  },
}
