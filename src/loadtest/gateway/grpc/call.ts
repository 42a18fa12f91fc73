import {type ClientHttp2Session, connect as connectHttp2, constants} from 'node:http2'
import {connect as connectPlain} from 'node:net'
import {connect as connectTls} from 'node:tls'
import {MeshError} from '../../../core/errors.js'
import type {Target} from '../../target/target.js'

/** Names of the codes that matter here. */
export const grpcCodes = {
  ok: 0,
  deadlineExceeded: 4,
  permissionDenied: 7,
  unimplemented: 12,
  unauthenticated: 16,
} as const

/** What came of a unary call. */
export interface GrpcAnswer {
  /** The code in `grpc-status`; undefined when there is none. */
  readonly code: number | undefined
  /** Milliseconds. */
  readonly took: number
}

/** Calls methods with a message of no fields: five bytes, which every schema without required fields can read. */
export interface GrpcCaller {
  call(method: string, headers: Readonly<Record<string, string>>): Promise<GrpcAnswer>
  close(): void
}

const emptyMessage = Buffer.alloc(5)

/** Milliseconds for a connection, and for a call. */
const patience = 10_000

/** Opens a connection to the address that was found for the target. */
export async function openGrpc({origin, addresses, tls}: Target): Promise<GrpcCaller> {
  const {protocol, hostname, port} = new URL(origin)
  const [host = hostname] = addresses
  const isSecure = protocol === 'https:'
  const place = {host, port: Number(port || (isSecure ? 443 : 80))}
  const session = connectHttp2(origin, {
    createConnection: () =>
      isSecure
        ? connectTls({...tls, ...place, servername: hostname, ALPNProtocols: ['h2'], rejectUnauthorized: true})
        : connectPlain(place),
  })
  await opened(session, origin)
  // What breaks later is told by the call that it breaks.
  session.on('error', () => {})
  return {
    call: (method, headers) => call(session, method, headers),
    close: () => session.destroy(),
  }
}

function opened(session: ClientHttp2Session, origin: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      session.destroy()
      reject(
        new MeshError(`"${origin}" cannot be reached with HTTP/2: ${why}`, 'Check the host and the port of --grpc.'),
      )
    }
    const timer = setTimeout(() => fail('it does not answer.'), patience)
    // A server of HTTP/1.1 takes the connection, too; only one of HTTP/2 sends its settings.
    session.once('remoteSettings', () => {
      clearTimeout(timer)
      resolve()
    })
    session.once('error', error => {
      clearTimeout(timer)
      fail(`${error.message.replace(/\.$/, '')}.`)
    })
  })
}

function call(
  session: ClientHttp2Session,
  method: string,
  headers: Readonly<Record<string, string>>,
): Promise<GrpcAnswer> {
  const begin = performance.now()
  return new Promise(resolve => {
    const {HTTP2_HEADER_METHOD, HTTP2_HEADER_PATH, HTTP2_HEADER_CONTENT_TYPE, HTTP2_HEADER_TE} = constants
    const stream = session.request({
      ...headers,
      [HTTP2_HEADER_METHOD]: 'POST',
      [HTTP2_HEADER_PATH]: `/${method}`,
      [HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc',
      [HTTP2_HEADER_TE]: 'trailers',
    })
    let code: number | undefined
    const see = (said: Readonly<Record<string, unknown>>) => {
      const status = said['grpc-status']
      if (status !== undefined) code = Number(status)
    }
    stream.setTimeout(patience, () => stream.close(constants.NGHTTP2_CANCEL))
    // An answer without a message has its status among its headers.
    stream.on('response', see)
    stream.on('trailers', see)
    stream.on('error', () => {})
    stream.on('close', () => resolve({code, took: performance.now() - begin}))
    stream.resume()
    stream.end(emptyMessage)
  })
}
