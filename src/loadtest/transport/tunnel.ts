import net, {type Socket} from 'node:net'
import tls from 'node:tls'
import {failure} from '../engine/connection.js'

/** A proxy through which connections are made. */
export interface ViaProxy {
  /** Without credentials: `http://proxy.example.com:3128`. */
  readonly url: string
  /** What `url` resolved to. */
  readonly address: string
  /** The value of `Proxy-Authorization`. */
  readonly authorization?: string
}

/** A longer answer to CONNECT is none. */
const mostHead = 16 * 1024

/** Opens a connection to a proxy; `onOpen` is called when it can be written to. */
export function connectToProxy({url, address}: ViaProxy, onOpen: () => void): Socket {
  const {protocol, hostname, port} = new URL(url)
  if (protocol === 'http:') return net.connect({host: address, port: Number(port || 80), noDelay: true}, onOpen)
  const isName = net.isIP(hostname) === 0
  return tls.connect({host: address, port: Number(port || 443), ...(isName && {servername: hostname})}, onOpen)
}

/**
 * Asks a proxy for a tunnel to `authority` (RFC 9110, CONNECT). From the call of `done` on the socket is that of the target;
 * an error tells what the proxy answered, and has the code EPROXY.
 */
export function openTunnel(
  socket: Socket,
  authority: string,
  {url, authorization}: ViaProxy,
  done: (error?: Error) => void,
): void {
  let head = Buffer.alloc(0)
  const refuse = (why: string) => done(failure('EPROXY', `The proxy "${url}" ${why}`))
  const onData = (chunk: Buffer) => {
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0 && head.length <= mostHead) return
    socket.off('data', onData)
    socket.pause()
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(head.toString('latin1', 0, 12))?.[1]
    if (status === undefined || end < 0) return refuse('does not answer as a proxy')
    if (!status.startsWith('2')) return refuse(`answers ${status} to "CONNECT ${authority}"`)
    // The target may speak first.
    if (head.length > end + 4) socket.unshift(head.subarray(end + 4))
    done()
  }
  socket.on('data', onData)
  socket.write(
    `CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n${authorization === undefined ? '' : `proxy-authorization: ${authorization}\r\n`}\r\n`,
  )
}
