import {createLogger} from '../../../src/platform/logging/logger.js'
import type {MessageBroker} from '../../../src/platform/messaging/message-broker.js'
import {createRedisBroker} from '../../../src/redis-messaging/redis-broker.js'
import {createRedisSeenEvents} from '../../../src/redis-messaging/redis-seen-events.js'
import {openRedis, ownPrefix, redisReachable, redisUrl, removeKeys} from '../../redis-server.js'
import {openRelay} from '../../relay.js'
import {isInstalled, type ServerCommand, startBroker} from '../own-server.js'
import type {TestBroker} from '../test-broker.js'

const silent = createLogger({service: 'test', version: '0', level: 'silent'})

/** As it has to be run for events: what it has said yes to is on disk. */
const durable: ServerCommand = {
  command: 'redis-server',
  words: ({port, folder}) => [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
    ...['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
  ],
}

// Against a real Redis, whose address REDIS_URL is.
export const redisTestBroker: TestBroker = {
  name: 'redis',
  missing: redisReachable ? undefined : `there is no Redis at ${redisUrl}`,
  connects: true,
  remembers: true,
  restarts: {
    missing: isInstalled(durable.command) ? undefined : `there is no ${durable.command} to start`,
    away: 500,
    start: () =>
      startBroker(durable, port =>
        createRedisBroker({url: `redis://127.0.0.1:${port}`, prefix: '', logger: silent, idle: 600}),
      ),
  },
  async prepare() {
    const {hostname, port} = new URL(redisUrl)
    const relay = await openRelay({host: hostname, port: Number(port || 6379)})
    const url = new URL(redisUrl)
    url.host = `127.0.0.1:${relay.port}`
    const prefix = ownPrefix()
    const options = {url: url.href, prefix, logger: silent, idle: 600}
    const opened: MessageBroker[] = []
    const seen = createRedisSeenEvents(options)
    return {
      async connect(idle = options.idle) {
        const broker = createRedisBroker({...options, idle})
        opened.push(broker)
        return broker
      },
      seen,
      async cut() {
        await relay.cut()
        await relay.mend()
      },
      away: () => createRedisBroker({...options, url: 'redis://127.0.0.1:1'}),
      environment: {EVENTS_REDIS_URL: redisUrl, EVENTS_REDIS_PREFIX: prefix, EVENTS_REDIS_IDLE: '3000'},
      async close() {
        await Promise.all([...opened, seen].map(each => each.close()))
        await relay.close()
        const client = await openRedis()
        await removeKeys(client, prefix)
        client.disconnect()
      },
    }
  },
}
