import http2, {type ClientHttp2Session, type ClientHttp2Stream} from 'node:http2'
import {errorCode, failure} from '../engine/connection.js'
import type {Dialer} from '../engine/dialer.js'

/** How much the target may send before we say that we took it: with less of it, large answers would wait for us. */
const streamWindow = 1024 * 1024
const sessionWindow = 16 * streamWindow

type OnReady = (error: Error | undefined, session?: ClientHttp2Session) => void

/** One connection of HTTP/2, which is opened when it is needed, and anew when the target sends it away (GOAWAY). */
export class Http2Session {
  /** How many requests take their turns on it. */
  users = 0
  readonly #dialer: Dialer
  #current: ClientHttp2Session | undefined
  #waiting: OnReady[] = []
  #giveUp: (() => void) | undefined

  constructor(dialer: Dialer) {
    this.#dialer = dialer
  }

  /** The connection, if a request can be sent on it now. */
  get current(): ClientHttp2Session | undefined {
    const session = this.#current
    return session?.destroyed || session?.closed ? undefined : session
  }

  /** How many requests the target takes at once on one connection; it says so when it is opened. */
  get most(): number {
    return this.#current?.remoteSettings.maxConcurrentStreams ?? Number.POSITIVE_INFINITY
  }

  /** Calls back when the target has begun to speak HTTP/2, never before this returns. */
  whenReady(onReady: OnReady): void {
    this.#waiting.push(onReady)
    if (this.#giveUp !== undefined) return
    this.#giveUp = this.#dialer.dial((error, socket) => {
      if (!socket) return this.#settle(error ?? failure('ERROR', 'There is no socket'))
      const session = http2.connect(this.#dialer.origin, {
        createConnection: () => socket,
        settings: {enablePush: false, initialWindowSize: streamWindow},
      })
      this.#giveUp = () => session.destroy()
      let isOver = false
      let isReady = false
      const over = (reason: Error) => {
        if (isOver) return
        isOver = true
        clearTimeout(timer)
        if (!isReady) this.#settle(reason)
        else if (this.#current === session) this.#current = undefined
      }
      const timer = setTimeout(() => {
        over(failure('ETIMEDOUT', 'The target did not begin to speak HTTP/2'))
        session.destroy()
      }, this.#dialer.timeout)
      session.once('remoteSettings', () => {
        clearTimeout(timer)
        session.setLocalWindowSize(sessionWindow)
        isReady = true
        this.#current = session
        this.#settle(undefined, session)
      })
      // It ends when its last answer has come; new requests need another one.
      session.on('goaway', () => over(failure('HTTP2_GOAWAY', 'The target sent the connection away')))
      session.on('error', error => over(notHttp2(error)))
      // A session says nothing when its socket is refused behind the handshake, as for want of a certificate.
      socket.on('error', error => over(notHttp2(error)))
      session.on('close', () => over(failure('ECONNRESET', 'The connection was closed')))
    })
  }

  close(): void {
    this.#giveUp?.()
    this.#current?.destroy()
  }

  #settle(error: Error | undefined, session?: ClientHttp2Session): void {
    this.#giveUp = undefined
    for (const onReady of this.#waiting.splice(0)) onReady(error, session)
  }
}

/** What is not HTTP/2 is an error of the protocol to Node, before anything was understood. */
function notHttp2(error: Error): Error {
  return errorCode(error) === 'ERR_HTTP2_ERROR' ? failure('ERR_NO_HTTP2', error.message, {cause: error}) : error
}

/** Names of the error codes of HTTP/2 by their number (RFC 9113, section 7). */
const names = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
]

/** Why a stream ended without an answer: `HTTP2_REFUSED_STREAM`, or `ECONNRESET` when its connection went away. */
export function streamFailure(
  {rstCode}: ClientHttp2Stream,
  session: ClientHttp2Session,
  cause: Error | undefined,
): Error {
  if (session.destroyed && rstCode === http2.constants.NGHTTP2_CANCEL)
    return failure('ECONNRESET', 'The connection was closed before the answer was complete')
  if (rstCode !== 0) return failure(`HTTP2_${names[rstCode] ?? rstCode}`, 'The target gave up the answer', {cause})
  return cause ?? failure('ECONNRESET', 'The answer ended before it was complete')
}
