import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'

export interface SourceEvent {
  readonly id: string
  readonly eventType: string
  readonly schemaVersion: string
  readonly timestamp: string
  readonly data: Readonly<Record<string, unknown>>
}

/** An event that asks for a work item. */
export function wanted(id: string, name = id): SourceEvent {
  return {id, eventType: 'WorkItemRequested', schemaVersion: '1.0', timestamp: '2026-01-31T10:00:00.000Z', data: {name}}
}

export interface Source {
  readonly url: string
  readonly events: SourceEvent[]
  readonly requests: IncomingMessage[]
  /** Answers instead of the list, when it says that it did. */
  behave: (response: ServerResponse, request: IncomingMessage) => boolean
  close(): Promise<void>
}

/** A service whose events can be fetched, two at a time. */
export async function startSource(): Promise<Source> {
  const events: SourceEvent[] = []
  const requests: IncomingMessage[] = []
  const source = {events, requests, behave: (() => false) as Source['behave']}
  const say = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
    response.writeHead(status, {'content-type': 'application/json', ...headers}).end(JSON.stringify(body))
  const server = createServer((request, response) => {
    requests.push(request)
    if (source.behave(response, request)) return
    const after = new URL(request.url ?? '/', 'http://source').searchParams.get('after')
    const place = after === null ? -1 : events.findIndex(({id}) => id === after)
    if (after !== null && place < 0) {
      say(response, 404, {errors: [{code: 'EVENT_FORGOTTEN'}], meta: {}})
      return
    }
    const page = events.slice(place + 1, place + 3)
    const last = page.at(-1)?.id ?? after ?? undefined
    const etag = `"${last}"`
    if (request.headers['if-none-match'] === etag) response.writeHead(304, {etag}).end()
    else say(response, 200, {data: {events: page, hasMore: events.length > place + 3, last}, meta: {}}, {etag})
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(source, {
    // A server that listens on a TCP port has an address object.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/events`,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}
