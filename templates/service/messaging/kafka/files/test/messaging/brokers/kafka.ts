import {connect, type Socket} from 'node:net'
import {createKafkaBroker} from '../../../src/kafka-messaging/kafka-broker.js'
import {createLogger} from '../../../src/platform/logging/logger.js'
import type {MessageBroker} from '../../../src/platform/messaging/message-broker.js'
import {closeAll} from '../own-server.js'
import type {TestBroker} from '../test-broker.js'
import {startKafkaCluster} from './kafka-cluster.js'

const sessionTimeout = 2500

/** Longer than a process takes to start: this cluster lets nobody into a group that was empty for so long. */
const processTimeout = 15_000

const logger = createLogger({service: 'test', version: '0', level: 'silent'})
const missing = (await kcatIsHere()) ? undefined : 'there is no kcat to play a cluster'

// Against the cluster that Debian's kcat brings along.
export const kafkaTestBroker: TestBroker = {
  name: 'kafka',
  missing,
  connects: true,
  remembers: false,
  restarts: {
    missing,
    // The cluster takes its members for dead by then, and they have to come together anew.
    away: 2 * sessionTimeout,
    async start() {
      const cluster = await startKafkaCluster()
      const opened: MessageBroker[] = []
      return {
        async connect() {
          const broker = createKafkaBroker({brokers: cluster.brokers, prefix: '', tls: false, sessionTimeout, logger})
          opened.push(broker)
          return broker
        },
        // What it keeps is in its memory.
        kill: async () => cluster.freeze(),
        start: async () => cluster.thaw(),
        async close() {
          cluster.thaw()
          await closeAll(opened)
          cluster.close()
        },
      }
    },
  },
  async prepare() {
    const cluster = await startKafkaCluster()
    const opened: MessageBroker[] = []
    // A relay would not do: brokers tell their own addresses.
    const sockets = new Set<Socket>()
    const options = {
      brokers: cluster.brokers,
      prefix: '',
      tls: false,
      // The cluster waits for so long whenever the members of a group change.
      sessionTimeout,
      logger,
      sockets({host, port, onConnect}: {host: string; port: number; onConnect: () => void}) {
        const socket = connect({host, port}, onConnect)
        sockets.add(socket)
        return socket.on('close', () => sockets.delete(socket))
      },
    }
    return {
      async connect(patience = sessionTimeout) {
        const broker = createKafkaBroker({...options, sessionTimeout: patience})
        opened.push(broker)
        return broker
      },
      async cut() {
        // As the operating system does it: a socket that is destroyed without an error tells the library nothing.
        for (const socket of sockets) socket.destroy(new Error('read ECONNRESET'))
      },
      away: () => createKafkaBroker({...options, brokers: ['127.0.0.1:1']}),
      environment: {
        EVENTS_KAFKA_BROKERS: cluster.brokers.join(','),
        EVENTS_KAFKA_SESSION_TIMEOUT: String(processTimeout),
      },
      async close() {
        await Promise.all(opened.map(each => each.close()))
        cluster.close()
      },
    }
  },
}

async function kcatIsHere(): Promise<boolean> {
  try {
    const cluster = await startKafkaCluster()
    cluster.close()
    return true
  } catch (error) {
    if (process.env['MESH_REQUIRE_SERVICES'] === '1') throw error
    return false
  }
}
