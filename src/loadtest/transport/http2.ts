import type {ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders, OutgoingHttpHeaders} from 'node:http2'
import http2 from 'node:http2'
import type {KeptAnswer, PreparedRequest} from '../engine/connection.js'
import type {Dialer} from '../engine/dialer.js'
import {Carrier} from './carrier.js'
import {Http2Session, streamFailure} from './http2-session.js'
import type {Transport} from './transport.js'
import {fields} from './wire.js'

/** A connection carries at most so many requests at once, even where the target takes more: browsers do so, too. */
const mostStreams = 100

/** HTTP/2 with as many requests on a connection as the target takes. The first connection is opened to learn how many. */
export async function http2Transport(dialer: Dialer): Promise<Transport> {
  const first = new Http2Session(dialer)
  const sessions = [first]
  await new Promise<void>((resolve, reject) => first.whenReady(error => (error ? reject(error) : resolve())))
  const together = Math.max(1, Math.min(mostStreams, first.most))
  return {
    name: 'HTTP/2',
    together,
    get opened() {
      return dialer.opened
    },
    connection() {
      let session = sessions.find(({users}) => users < together)
      if (session === undefined) {
        session = new Http2Session(dialer)
        sessions.push(session)
      }
      return new Http2Connection(session, dialer.origin)
    },
    close() {
      for (const session of sessions) session.close()
    },
  }
}

/** One of the streams that a connection carries at once. */
class Http2Connection extends Carrier {
  status = 0
  bytes = 0
  readonly #session: Http2Session
  readonly #origin: string
  #stream: ClientHttp2Stream | undefined
  #headers: IncomingHttpHeaders = {}
  #chunks: Buffer[] | undefined
  #most = 0

  constructor(session: Http2Session, origin: string) {
    super()
    this.#session = session
    this.#origin = origin
    session.users++
  }

  get answer(): KeptAnswer | undefined {
    return this.#chunks && {headers: joined(this.#headers), body: Buffer.concat(this.#chunks)}
  }

  open(): Promise<void> {
    if (this.#session.current) return Promise.resolve()
    return new Promise((resolve, reject) => this.#session.whenReady(error => (error ? reject(error) : resolve())))
  }

  protected carry(request: PreparedRequest): void {
    const headers = headersOf(request, this.#origin)
    this.status = 0
    this.bytes = 0
    this.#headers = {}
    this.#chunks = undefined
    this.#take(headers, request.body)
  }

  #take(headers: OutgoingHttpHeaders, body: string | undefined): void {
    const {current} = this.#session
    if (current) this.#start(current, headers, body)
    else
      this.#session.whenReady((error, session) => {
        // It may have been given up meanwhile.
        if (!this.busy) return
        if (session) this.#start(session, headers, body)
        else this.end(error)
      })
  }

  destroy(): void {
    this.busy = false
    this.#session.users--
    const stream = this.#stream
    this.#stream = undefined
    stream?.close(http2.constants.NGHTTP2_CANCEL)
  }

  #start(session: ClientHttp2Session, headers: OutgoingHttpHeaders, body: string | undefined): void {
    const stream = this.#begin(session, headers, body === undefined)
    if (stream === undefined) return
    this.#stream = stream
    let failed: Error | undefined
    stream.on('response', given => {
      if (this.#stream !== stream) return
      this.status = Number(given[':status'])
      this.#headers = given
      this.#most = this.keeps(this.status)
      if (this.#most > 0) this.#chunks = []
    })
    stream.on('data', (chunk: Buffer) => {
      if (this.#stream !== stream) return
      this.bytes += chunk.length
      if (this.bytes > this.#most) this.#chunks = undefined
      else this.#chunks?.push(chunk)
    })
    stream.on('error', error => {
      failed = error
    })
    // A stream that was reset, or is too short, has an end, too.
    stream.on('end', () => {
      const length = headers[':method'] === 'HEAD' ? undefined : this.#headers['content-length']
      const isWhole = length === undefined || this.status === 304 || Number(length) === this.bytes
      if (stream.rstCode === 0 && this.status > 0 && isWhole) this.#finish(stream)
    })
    stream.on('close', () => {
      if (this.#stream !== stream) return
      // The target went away without having looked at it (RFC 9113, 8.7): the one case in which a request is sent again.
      if (stream.rstCode === http2.constants.NGHTTP2_REFUSED_STREAM && this.#session.current !== session)
        this.#take(headers, body)
      else this.#finish(stream, streamFailure(stream, session, failed))
    })
    if (body !== undefined) stream.end(body)
  }

  /** Undefined when the connection cannot carry any more, as after two thousand million requests. */
  #begin(session: ClientHttp2Session, headers: OutgoingHttpHeaders, endStream: boolean): ClientHttp2Stream | undefined {
    try {
      return session.request(headers, {endStream})
    } catch (error) {
      session.close()
      setImmediate(() => this.busy && this.end(error instanceof Error ? error : new Error(String(error))))
      return undefined
    }
  }

  #finish(stream: ClientHttp2Stream, error?: Error): void {
    if (this.#stream !== stream) return
    this.#stream = undefined
    this.end(error)
  }
}

/** The fields of a request as they are sent, which is always the same but for the value that is renewed. */
class Fields {
  constructor(
    readonly headers: OutgoingHttpHeaders,
    readonly renewed: string | undefined,
  ) {}
}

function headersOf(request: PreparedRequest, origin: string): OutgoingHttpHeaders {
  const known = request.wire instanceof Fields ? request.wire : fieldsOf(request, origin)
  request.wire = known
  const {headers, renewed} = known
  return renewed === undefined ? headers : {...headers, [renewed]: crypto.randomUUID()}
}

function fieldsOf(request: PreparedRequest, origin: string): Fields {
  const {method, path, body, renewed} = request
  const {host, protocol} = new URL(origin)
  const given = fields(request).map(([name, value]): [string, string] => [name.toLowerCase(), value])
  const headers = {
    ':method': method,
    ':path': path,
    ':scheme': protocol.slice(0, -1),
    ':authority': host,
    ...Object.fromEntries(given),
    ...(body !== undefined && {'content-length': Buffer.byteLength(body)}),
  }
  return new Fields(headers, renewed === undefined ? undefined : given[(renewed - 1) / 2]?.[0])
}

function joined(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || name.startsWith(':') ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}
