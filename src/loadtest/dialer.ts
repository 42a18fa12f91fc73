import type {Socket} from 'node:net'
import {buildConnector} from 'undici'
import type {ClientTls} from './client-tls.js'

/** Parked sockets older than this may have been closed by the target, which is not told to us until we use them. */
const parkedLimit = 4000

/** Opens connections to one address of the target, some of them before they are needed. */
export interface Dialer {
  readonly origin: string
  /** Connections that were opened so far. */
  readonly opened: number
  /** The way in which a client of undici gets its socket: a parked one, or a new one. */
  connector(): buildConnector.connector
  /** Opens a connection and parks it; rejects with the reason when it cannot be opened. */
  park(): Promise<void>
  /** Closes what is still parked. */
  close(): void
}

/**
 * Connections to `origin` go to `address` only, so that a name which is resolved anew cannot lead elsewhere. Certificates
 * are always verified, against the name in the origin. `timeout` is that of a connection, in milliseconds.
 */
export function dialerFor(origin: string, address: string, timeout: number, tls: ClientTls): Dialer {
  const connect = buildConnector({...tls, timeout, rejectUnauthorized: true, allowH2: false})
  const {protocol, hostname, host, port} = new URL(origin)
  const options = {protocol, hostname, host, port: port || (protocol === 'https:' ? '443' : '80')}
  const parked: {socket: Socket; since: number}[] = []
  let opened = 0

  const open = (wanted: buildConnector.Options, callback: buildConnector.Callback) => {
    opened++
    connect({...wanted, hostname: address}, callback)
  }

  return {
    origin,
    get opened() {
      return opened
    },
    connector: () => (wanted, callback) => {
      for (let next = parked.pop(); next; next = parked.pop()) {
        if (!next.socket.destroyed && performance.now() - next.since < parkedLimit) {
          next.socket.removeAllListeners('error')
          const {socket} = next
          // undici is not ready for its socket before the call for it has returned.
          queueMicrotask(() => callback(null, socket))
          return
        }
        next.socket.destroy()
      }
      open(wanted, callback)
    },
    park: () =>
      new Promise((resolve, reject) => {
        open(options, (error, socket) => {
          if (!socket) return reject(error ?? new Error('The connection has no socket.'))
          // Without a listener a reset of a parked connection would end the process; it is found destroyed later.
          socket.on('error', () => {})
          parked.push({socket, since: performance.now()})
          resolve()
        })
      }),
    close() {
      for (const {socket} of parked.splice(0)) socket.destroy()
    },
  }
}
