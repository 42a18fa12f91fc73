import {execFile} from 'node:child_process'
import {randomUUID} from 'node:crypto'
import {promisify} from 'node:util'
import {Connection} from 'rabbitmq-client'
import {createLogger} from '../../../src/platform/logging/logger.js'
import type {MessageBroker} from '../../../src/platform/messaging/message-broker.js'
import {createRabbitBroker} from '../../../src/rabbitmq-messaging/rabbit-broker.js'
import {openRelay} from '../../relay.js'
import {isReachable} from '../is-reachable.js'
import {isInstalled, type ServerCommand, type ServerPlace, startBroker} from '../own-server.js'
import type {TestBroker} from '../test-broker.js'

const {RABBITMQ_URL: rabbitUrl = 'amqp://guest:guest@127.0.0.1:5672'} = process.env
const {hostname: host, port} = new URL(rabbitUrl)
const target = {host, port: Number(port || 5672)}

/** Milliseconds after which queues go by themselves that nobody reads. */
const expiry = 60_000

const logger = createLogger({service: 'test', version: '0', level: 'silent'})

const ofDebian = '/usr/lib/rabbitmq/bin'

// Debian has scripts in front of its programs, which go on as another user and leave the process group.
const program = (name: string): string => (isInstalled(`${ofDebian}/${name}`) ? `${ofDebian}/${name}` : name)

const environmentOf = ({port, otherPort, folder}: ServerPlace) => ({
  HOME: folder,
  RABBITMQ_NODENAME: `test-${port}@localhost`,
  RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
  RABBITMQ_NODE_PORT: String(port),
  RABBITMQ_DIST_PORT: String(otherPort),
  RABBITMQ_MNESIA_BASE: folder,
  RABBITMQ_LOG_BASE: folder,
  RABBITMQ_CONFIG_FILE: `${folder}/none`,
  RABBITMQ_ENABLED_PLUGINS_FILE: `${folder}/none`,
})

/** A node that knows of no other, with nothing of the machine's own configuration. */
const ownNode: ServerCommand = {
  command: program('rabbitmq-server'),
  words: () => [],
  environment: environmentOf,
  // Of a node alone some versions leave queues without a leader, for ever (rabbitmq-server, issue 10070).
  async restarted(place) {
    const elect = '[ra:trigger_election(amqqueue:get_pid(Queue)) || Queue <- rabbit_amqqueue:list()].'
    const words = ['--node', environmentOf(place).RABBITMQ_NODENAME, 'eval', elect]
    await promisify(execFile)(program('rabbitmqctl'), words, {env: {...process.env, ...environmentOf(place)}})
  },
}

// Against a real RabbitMQ, whose address RABBITMQ_URL is.
export const rabbitmqTestBroker: TestBroker = {
  name: 'rabbitmq',
  missing: (await isReachable(target)) ? undefined : `there is no RabbitMQ at ${host}:${target.port}`,
  connects: true,
  remembers: false,
  restarts: {
    missing: isInstalled(ownNode.command) ? undefined : `there is no ${ownNode.command} to start`,
    // A quorum queue that is younger forgets who may vote for its leader.
    settles: 5000,
    away: 500,
    start: () =>
      startBroker(ownNode, port =>
        createRabbitBroker({url: `amqp://guest:guest@127.0.0.1:${port}`, prefix: '', expiry: 0, logger}),
      ),
  },
  async prepare() {
    const relay = await openRelay(target)
    const url = new URL(rabbitUrl)
    url.host = `127.0.0.1:${relay.port}`
    const prefix = `test-${randomUUID().slice(0, 8)}-`
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
