import {Readable} from 'node:stream'
import {type Dispatcher, Pool} from 'undici'
import {errorCode} from '../engine/connection.js'
import type {Dialer} from '../engine/dialer.js'
import {redactedHeaders, redactedPath} from '../source/headers.js'

/** A single request. */
export interface ProbeRequest {
  readonly method?: Dispatcher.HttpMethod
  /** Sent as it is: `/a%2fb` stays `/a%2fb`. */
  readonly path: string
  /** Undefined ones are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly body?: string | Buffer
  /** The body is sent in chunks, without its length before it. */
  readonly chunked?: boolean
  /** Milliseconds until it is given up; that of the run when left out. */
  readonly timeout?: number
}

/** What came back. */
export interface ProbeAnswer {
  readonly status: number
  /** By lower-case names; several of one name are joined with commas. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown
  /** Milliseconds until the answer was complete. */
  readonly took: number
  /** The request as a command, with secrets left out. */
  readonly curl: string
}

/** A request that got no answer. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'

  constructor(
    /** `ECONNRESET`. */
    readonly code: string,
    readonly curl: string,
    cause: unknown,
  ) {
    super(`A request got no answer (${code}).`, {cause})
  }
}

/** Sends single requests to the address that was found for the target. */
export interface Probe {
  /** `http://127.0.0.1:3000`, without a path. */
  readonly origin: string
  /** Throws `NoAnswer` when there is none, and the reason of the signal after Ctrl-C. */
  send(request: ProbeRequest): Promise<ProbeAnswer>
  close(): Promise<void>
}

/** Answers are read up to here; a check needs no more of one. */
const mostBytes = 4 * 1024 * 1024

/** Bodies are sent in pieces of so many bytes, so that a refusal can come in between. */
const pieceSize = 64 * 1024

/** As many requests as a check has under way at once. */
export const probeConnections = 64

export function openProbe(dialer: Dialer, timeout: number, signal: AbortSignal): Probe {
  const pool = new Pool(dialer.origin, {
    connect: dialer.connector(),
    connections: probeConnections,
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return {
    origin: dialer.origin,
    async send(request) {
      const {method = 'GET', path, headers = {}, body} = request
      const sent = Object.fromEntries(
        Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      )
      const curl = curlOf(method, dialer.origin + redactedPath(path), sent, body)
      const begin = performance.now()
      try {
        const answer = await pool.request({
          method,
          path,
          headers: sent,
          ...(body !== undefined && {body: request.chunked ? Readable.from(pieces(body)) : body}),
          signal: AbortSignal.any([signal, AbortSignal.timeout(request.timeout ?? timeout)]),
        })
        const bytes = await read(answer.body)
        return {
          status: answer.statusCode,
          headers: joined(answer.headers),
          body: bytes,
          json: parse(bytes),
          took: performance.now() - begin,
          curl,
        }
      } catch (error) {
        signal.throwIfAborted()
        throw new NoAnswer(codeOf(error), curl, error)
      }
    },
    close: () => pool.destroy(),
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'ERROR'
  return error.name === 'TimeoutError' ? 'ETIMEDOUT' : errorCode(error)
}

function* pieces(body: string | Buffer): Generator<Buffer> {
  const bytes = Buffer.from(body)
  for (let from = 0; from < bytes.length; from += pieceSize) yield bytes.subarray(from, from + pieceSize)
}

async function read(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size <= mostBytes) chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function joined(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

function curlOf(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: ProbeRequest['body'],
): string {
  const words = Object.entries(redactedHeaders(headers)).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)
  const data =
    body === undefined
      ? []
      : [body.length > 200 ? `--data-binary @body # ${body.length} bytes` : `--data-binary ${quoted(body.toString())}`]
  return ['curl -i --path-as-is', ...(method === 'GET' ? [] : [`-X ${method}`]), ...words, quoted(url), ...data].join(
    ' ',
  )
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
