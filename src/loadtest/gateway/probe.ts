import {type Dispatcher, Pool} from 'undici'
import type {Dialer} from '../dialer.js'
import {redactedHeaders} from '../headers.js'

/** A single request. */
export interface ProbeRequest {
  readonly method?: Dispatcher.HttpMethod
  /** Sent as it is: `/a%2fb` stays `/a%2fb`. */
  readonly path: string
  /** Undefined ones are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly body?: string | Buffer
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

/** Sends single requests to the address that was found for the target. */
export interface Probe {
  send(request: ProbeRequest): Promise<ProbeAnswer>
  close(): Promise<void>
}

/** Answers are read up to here; a check needs no more of one. */
const mostBytes = 4 * 1024 * 1024

export function openProbe(dialer: Dialer, timeout: number, signal: AbortSignal): Probe {
  const pool = new Pool(dialer.origin, {connect: dialer.connector(), connections: 64})
  return {
    async send({method = 'GET', path, headers = {}, body}) {
      const sent = Object.fromEntries(
        Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      )
      const begin = performance.now()
      const answer = await pool.request({
        method,
        path,
        headers: sent,
        ...(body !== undefined && {body}),
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
      })
      const chunks: Buffer[] = []
      let size = 0
      for await (const chunk of answer.body) {
        size += chunk.length
        if (size <= mostBytes) chunks.push(chunk)
      }
      const bytes = Buffer.concat(chunks)
      return {
        status: answer.statusCode,
        headers: joined(answer.headers),
        body: bytes,
        json: parse(bytes),
        took: performance.now() - begin,
        curl: curlOf(method, dialer.origin + path, sent, body),
      }
    },
    close: () => pool.destroy(),
  }
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
