import {type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager} from '@nats-io/jetstream'
import {type NatsConnection as Connection, connect} from '@nats-io/transport-node'
import type {Logger} from '../platform/logging/logger.js'
import {createReach} from '../platform/logging/reach.js'

/** Milliseconds that the server has for an answer. */
export const timeout = 2000

/** What the adapter asks the server by. */
export interface OpenNats {
  readonly client: JetStreamClient
  readonly manager: JetStreamManager
}

/** A connection to NATS that is made when it is first needed, and then kept whatever happens. */
export interface NatsConnection {
  open(): Promise<OpenNats>
  close(): Promise<void>
}

export function connectNats(url: string, logger: Logger): NatsConnection {
  const {username, password, host, protocol} = new URL(url)
  const reach = createReach('NATS', logger)
  let opened: Promise<OpenNats & {readonly connection: Connection}> | undefined

  const open = async () => {
    const connection = await connect({
      servers: host,
      ...(username !== '' && {user: decodeURIComponent(username), pass: decodeURIComponent(password)}),
      ...(protocol === 'tls:' && {tls: {}}),
      timeout,
      // For ever, after longer pauses: nobody has to be told to come back.
      maxReconnectAttempts: -1,
      reconnectTimeWait: 500,
      reconnectJitter: 500,
    })
    watch(connection)
    const manager = await jetstreamManager(connection, {timeout})
    reach.found()
    return {connection, manager, client: jetstream(connection, {timeout})}
  }
  const watch = async (connection: Connection): Promise<void> => {
    for await (const {type} of connection.status()) {
      if (type === 'disconnect') reach.lost(new Error('The connection has ended.'))
      if (type === 'reconnect') reach.found()
    }
  }

  return {
    open() {
      const known = opened ?? open()
      opened = known
      known.catch(error => {
        reach.lost(error)
        opened = undefined
      })
      return known
    },
    async close() {
      const known = await opened?.catch(() => undefined)
      await known?.connection.close()
    },
  }
}
