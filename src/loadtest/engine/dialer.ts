import net, {type Socket} from 'node:net'
import tls from 'node:tls'
import type {buildConnector} from 'undici'
import {Refusals} from '../transport/refusals.js'
import {connectToProxy, openTunnel, type ViaProxy} from '../transport/tunnel.js'
import type {ClientTls} from './client-tls.js'
import {errorCode, failure} from './connection.js'

/** Reads of all connections go here: what has come is looked at before the next read. */
const buffer = Buffer.allocUnsafeSlow(64 * 1024)

export type OnOpen = (error: Error | undefined, socket?: Socket) => void

/** Takes the first `length` bytes of a buffer that is used again afterwards. */
export type OnData = (data: Buffer, length: number) => void

/** Opens connections to one address of the target. */
export interface Dialer {
  readonly origin: string
  /** How long a connection may take, in milliseconds. */
  readonly timeout: number
  /** Connections that were asked of the target so far. */
  readonly opened: number
  /**
   * Opens a connection, of TLS where the origin says so; `onOpen` is called once, and never before this returns. What
   * arrives is given to `onData`, else the socket is read as any other. The function that is returned gives it up.
   */
  dial(onOpen: OnOpen, onData?: OnData): () => void
  /** Opens a connection and closes it again; rejects with the reason when it cannot be opened. */
  check(): Promise<void>
  /** The way in which a client of undici gets its sockets. */
  connector(): buildConnector.connector
}

export interface Route {
  readonly origin: string
  /** Connections go here only, so that a name which is resolved anew cannot lead elsewhere. A proxy resolves by itself. */
  readonly address: string
  readonly proxy?: ViaProxy | undefined
  /** How long a connection may take, in milliseconds. */
  readonly timeout: number
  readonly tls: ClientTls
  /** The protocol that is asked for in TLS. */
  readonly protocol?: 'h2' | 'http/1.1'
}

/** Certificates are always verified, against the name in the origin. */
export function dialerFor(route: Route): Dialer {
  const {origin, address, proxy, timeout, protocol = 'http/1.1'} = route
  const url = new URL(origin)
  const isSecure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (isSecure ? 443 : 80))
  let opened = 0
  let session: Buffer | undefined
  const refusals = new Refusals()

  const plain = (onData: OnData | undefined) =>
    net.connect({host: address, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000, ...into(onData)})

  const secure = (carrier: {socket: Socket} | undefined, onData: OnData | undefined) =>
    tls
      .connect({
        ...(carrier ? {...carrier, host} : {host: address, port, ...into(onData)}),
        ...route.tls,
        ...(session && {session}),
        ...(net.isIP(host) === 0 && {servername: host}),
        rejectUnauthorized: true,
        ALPNProtocols: [protocol],
      })
      .setNoDelay(true)
      .on('session', fresh => {
        session = fresh
      })

  const dial = (onOpen: OnOpen, onData?: OnData): (() => void) => {
    let socket: Socket | undefined
    let isOver = false
    const end = () => {
      isOver = true
      clearTimeout(timer)
      socket?.destroy()
    }
    const fail = (error: Error) => {
      if (isOver) return
      end()
      const code = errorCode(error)
      if (code === 'ECONNREFUSED') refusals.refused(error)
      else refusals.ended()
      onOpen(protocol === 'h2' && code.includes('NO_APPLICATION_PROTOCOL') ? noHttp2(error) : error)
    }
    const succeed = () => {
      if (isOver) return
      if (protocol === 'h2' && socket instanceof tls.TLSSocket && socket.alpnProtocol !== 'h2') return fail(noHttp2())
      isOver = true
      refusals.opened()
      clearTimeout(timer)
      onOpen(undefined, socket)
    }
    const watch = (fresh: Socket) => {
      socket = fresh
      fresh.on('error', fail)
      fresh.on('close', () => fail(failure('ECONNRESET', 'The connection was closed before it was open')))
    }
    const refused = refusals.standing
    if (refused) {
      const soon = setImmediate(onOpen, refused)
      return () => clearImmediate(soon)
    }
    const timer = setTimeout(() => fail(failure('ETIMEDOUT', 'The connection was not opened in time')), timeout)
    const cancel = () => {
      // It may be open, and the business of whoever has it.
      if (isOver) return
      refusals.ended()
      end()
    }
    opened++
    if (proxy === undefined) {
      watch(isSecure ? secure(undefined, onData).on('secureConnect', succeed) : plain(onData).on('connect', succeed))
      return cancel
    }
    const outer = connectToProxy(proxy, () =>
      openTunnel(outer, `${url.hostname}:${port}`, proxy, error => {
        if (error) return fail(error)
        if (isOver) return
        if (isSecure) watch(secure({socket: outer}, undefined).on('secureConnect', succeed))
        if (onData) socket?.on('data', (chunk: Buffer) => onData(chunk, chunk.length))
        if (isSecure) return
        if (onData) outer.resume()
        succeed()
      }),
    )
    watch(outer)
    return cancel
  }

  return {
    origin,
    timeout,
    get opened() {
      return opened
    },
    dial,
    check: () =>
      new Promise((resolve, reject) => {
        dial((error, socket) => {
          socket?.destroy()
          if (error) reject(error)
          else resolve()
        })
      }),
    connector: () => (_, callback) => {
      dial((error, socket) => (socket ? callback(null, socket) : callback(error ?? new Error('No socket.'), null)))
    },
  }
}

function noHttp2(cause?: Error): Error {
  return failure('ERR_NO_HTTP2', 'The target does not offer HTTP/2', {cause})
}

/** The option of a socket that spares it a buffer, a copy and an event for each read. */
function into(onData: OnData | undefined) {
  if (onData === undefined) return {}
  const callback = (length: number) => {
    onData(buffer, length)
    return true
  }
  return {onread: {buffer, callback}}
}
