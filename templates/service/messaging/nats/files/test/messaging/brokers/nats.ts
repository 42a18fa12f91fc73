import {randomUUID} from 'node:crypto'
import {jetstreamManager} from '@nats-io/jetstream'
import {connect} from '@nats-io/transport-node'
import {createNatsBroker} from '../../../src/nats-messaging/nats-broker.js'
import {createLogger} from '../../../src/platform/logging/logger.js'
import type {MessageBroker} from '../../../src/platform/messaging/message-broker.js'
import {openRelay} from '../../relay.js'
import {isReachable} from '../is-reachable.js'
import {isInstalled, type ServerCommand, startBroker} from '../own-server.js'
import type {TestBroker} from '../test-broker.js'

const {NATS_URL: natsUrl = 'nats://127.0.0.1:4222'} = process.env
const {hostname: host, port} = new URL(natsUrl)
const target = {host, port: Number(port || 4222)}

const logger = createLogger({service: 'test', version: '0', level: 'silent'})

const withStreams: ServerCommand = {
  command: 'nats-server',
  words: ({port, folder}) => ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', folder],
}

// Against a real NATS with JetStream, whose address NATS_URL is.
export const natsTestBroker: TestBroker = {
  name: 'nats',
  missing: (await isReachable(target)) ? undefined : `there is no NATS at ${host}:${target.port}`,
  connects: true,
  remembers: false,
  restarts: {
    missing: isInstalled(withStreams.command) ? undefined : `there is no ${withStreams.command} to start`,
    away: 500,
    start: () =>
      startBroker(withStreams, port =>
        createNatsBroker({url: `nats://127.0.0.1:${port}`, prefix: '', replicas: 1, logger, idle: 1500}),
      ),
  },
  async prepare() {
    const relay = await openRelay(target)
    const prefix = `test-${randomUUID().slice(0, 8)}-`
    const opened: MessageBroker[] = []
    const options = {prefix, replicas: 1, logger, idle: 1500}
    return {
      async connect(idle = options.idle) {
        const broker = createNatsBroker({...options, idle, url: `nats://127.0.0.1:${relay.port}`})
        opened.push(broker)
        return broker
      },
      async cut() {
        await relay.cut()
        await relay.mend()
      },
      away: () => createNatsBroker({...options, url: 'nats://127.0.0.1:1'}),
      environment: {EVENTS_NATS_URL: natsUrl, EVENTS_NATS_PREFIX: prefix, EVENTS_NATS_IDLE: '3000'},
      async close() {
        await Promise.all(opened.map(each => each.close()))
        await relay.close()
        const connection = await connect({servers: `${host}:${target.port}`})
        const {streams} = await jetstreamManager(connection)
        for await (const {config} of streams.list())
          if (config.name.startsWith(prefix)) await streams.delete(config.name)
        await connection.close()
      },
    }
  },
}
