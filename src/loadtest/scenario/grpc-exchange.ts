import http2 from 'node:http2'
import type {Socket} from 'node:net'
import {errorCode} from '../engine/connection.js'
import {type Answer, answerOf} from './answer.js'
import {grpcStatus, statusOfHttp} from './grpc-status.js'
import type {Exchange, GrpcRequest} from './step.js'

/** Calls that are under way on one connection before another one is opened; servers allow about so many. */
const callsTogether = 100

/** The name and the flag byte of compression stand before each message. */
const prefixLength = 5

interface Session {
  readonly client: http2.ClientHttp2Session
  calls: number
}

/** Told how a call has ended. */
type OnEnd = (
  ending: Pick<Answer, 'end' | 'status'> & {
    readonly code?: string
    readonly bytes?: number
    readonly headers?: Readonly<Record<string, string>>
    /** As JSON. */
    readonly message?: unknown
  },
) => void

/** Opens a connection that speaks HTTP/2; rejects with the reason when it cannot be opened. */
export type Dial = () => Promise<Socket>

/** Makes unary calls over HTTP/2, many on one connection. */
export class GrpcExchange implements Exchange<GrpcRequest> {
  readonly #sessions: Session[] = []
  readonly #clients = new Set<http2.ClientHttp2Session>()
  readonly #underWay = new Set<(code: string) => void>()
  #opening: Promise<void> | undefined

  constructor(
    /** `http://127.0.0.1:50051`. */
    readonly origin: string,
    readonly dial: Dial,
  ) {}

  ask(request: GrpcRequest): Promise<Answer> {
    return new Promise(resolve => {
      const sentAt = performance.now()
      let stream: http2.ClientHttp2Stream | undefined
      let isOver = false
      const end: OnEnd = ({message, headers = {}, ...ending}) => {
        if (isOver) return
        isOver = true
        clearTimeout(timer)
        this.#underWay.delete(giveUp)
        const answer = answerOf({bytes: 0, ...ending, sentAt, endedAt: performance.now()})
        resolve({...answer, headers, json: message, text: ''})
      }
      const giveUp = (code: string) => {
        end({end: 'given up', status: 0, code})
        stream?.close(http2.constants.NGHTTP2_CANCEL)
      }
      this.#underWay.add(giveUp)
      const timer = setTimeout(giveUp, request.deadline, 'grpc DEADLINE_EXCEEDED')
      this.#session().then(
        session => {
          if (isOver) session.calls--
          else stream = this.#call(session, request, end)
        },
        error => end({end: 'broken', status: 0, code: errorCode(error)}),
      )
    })
  }

  // Deadlines have timers of their own.
  sweep(): void {}

  stop(): void {
    for (const giveUp of [...this.#underWay]) giveUp('UNFINISHED')
  }

  close(): void {
    for (const client of this.#clients) client.destroy()
  }

  #call(session: Session, request: GrpcRequest, end: OnEnd): http2.ClientHttp2Stream {
    const {path, metadata, message, deadline, decode} = request
    const stream = session.client.request({
      ...metadata,
      ':method': 'POST',
      ':path': path,
      te: 'trailers',
      'content-type': 'application/grpc',
      'grpc-timeout': `${Math.ceil(deadline)}m`,
    })
    const chunks: Buffer[] = []
    let headers: http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader = {}
    let trailers: http2.IncomingHttpHeaders = {}
    stream.on('response', received => {
      headers = received
    })
    stream.on('trailers', received => {
      trailers = received
    })
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('error', error => end({end: 'broken', status: 0, code: errorCode(error)}))
    stream.on('close', () => {
      session.calls--
      const body = Buffer.concat(chunks)
      const metadataSeen = {...textsIn(headers), ...textsIn(trailers)}
      const status = metadataSeen['grpc-status']
      const httpStatus = headers[':status']
      if (httpStatus === undefined) return end({end: 'broken', status: 0, code: 'ECONNRESET'})
      const counted = grpcStatus(status === undefined ? statusOfHttp(httpStatus) : Number(status))
      const answered = {end: 'answered' as const, bytes: body.length, headers: metadataSeen, ...counted}
      if (status !== '0') return end(answered)
      const decoded = messageIn(body, decode)
      if (decoded === undefined) end({...answered, status: 500, code: 'grpc INTERNAL'})
      else end({...answered, message: decoded})
    })
    stream.end(framed(message))
    return stream
  }

  /** One with room for a call, which is taken; those that need a new one wait for the same. */
  async #session(): Promise<Session> {
    for (;;) {
      const free = this.#sessions.find(session => session.calls < roomOf(session))
      if (free) {
        free.calls++
        return free
      }
      this.#opening ??= this.#open().finally(() => {
        this.#opening = undefined
      })
      await this.#opening
    }
  }

  async #open(): Promise<void> {
    const socket = await this.dial()
    const client = http2.connect(this.origin, {createConnection: () => socket})
    const session: Session = {client, calls: 0}
    this.#clients.add(client)
    const drop = () => {
      const index = this.#sessions.indexOf(session)
      if (index !== -1) this.#sessions.splice(index, 1)
    }
    // What it means is told by the streams on it.
    client.on('error', drop)
    client.on('goaway', drop)
    client.on('close', () => {
      drop()
      this.#clients.delete(client)
    })
    await new Promise((resolve, reject) => {
      client.once('remoteSettings', resolve)
      client.once('error', reject)
      client.once('close', () => reject(Object.assign(new Error('It does not speak HTTP/2.'), {code: 'ECONNRESET'})))
    })
    this.#sessions.push(session)
  }
}

function roomOf({client}: Session): number {
  return Math.min(callsTogether, client.remoteSettings.maxConcurrentStreams ?? callsTogether)
}

function framed(message: Uint8Array): Buffer {
  const frame = Buffer.alloc(prefixLength + message.length)
  frame.writeUInt32BE(message.length, 1)
  frame.set(message, prefixLength)
  return frame
}

/** The message of an answer; undefined when it is not one, uncompressed and whole. */
function messageIn(body: Buffer, decode: GrpcRequest['decode']): unknown {
  if (body.length < prefixLength || body[0] !== 0 || body.readUInt32BE(1) !== body.length - prefixLength)
    return undefined
  try {
    return decode(body.subarray(prefixLength))
  } catch {
    return undefined
  }
}

/** Headers that have one value; those of HTTP/2 itself are left out. */
function textsIn(headers: http2.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && !name.startsWith(':') ? [[name, value]] : [],
    ),
  )
}
