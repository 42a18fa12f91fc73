import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {matrixOf} from './matrix.js'
import {type Reply, routes} from './routes.js'
import {BrokerStore} from './store.js'

/** A Pact Broker that is as small as tests need it: HAL, publishing, verification, the matrix, environments. */
export interface SmallBroker {
  readonly url: string
  readonly store: BrokerStore
  /** Every request that came, as `POST /contracts/publish`, in order. */
  readonly requests: string[]
  /** Header Authorization that is wanted; everybody may come in without it. */
  authorization: string | undefined
  /** Answers that are given to the next requests instead of real ones. */
  readonly instead: {status: number; headers?: Record<string, string>; body?: string}[]
  close(): Promise<void>
}

export async function startSmallBroker(): Promise<SmallBroker> {
  const store = new BrokerStore()
  const requests: string[] = []
  const instead: SmallBroker['instead'] = []
  const server = createServer((request, response) => {
    answer(request, response).catch(error => {
      response.writeHead(500, {'content-type': 'application/json'}).end(JSON.stringify({error: {message: `${error}`}}))
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const {port} = server.address() as AddressInfo // it listens on a port
  const broker: SmallBroker = {
    url: `http://127.0.0.1:${port}`,
    store,
    requests,
    authorization: undefined,
    instead,
    async close() {
      server.closeAllConnections()
      await new Promise(done => server.close(done))
    },
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests.push(`${request.method} ${request.url}`)
    const body = await bodyOf(request)
    const planned = instead.shift()
    if (planned) {
      response.writeHead(planned.status, {'content-type': 'text/html', ...planned.headers}).end(planned.body ?? '')
      return
    }
    const {status, content} = reply(request, body)
    response
      .writeHead(status, {'content-type': 'application/hal+json;charset=utf-8'})
      .end(content === undefined ? '' : JSON.stringify(content))
  }

  function reply(request: IncomingMessage, body: Record<string, unknown>): Reply {
    if (broker.authorization !== undefined && request.headers.authorization !== broker.authorization)
      return {status: 401, content: {error: 'Unauthorized'}}
    const url = new URL(request.url ?? '/', broker.url)
    const segments = url.pathname.split('/').slice(1).map(decodeURIComponent)
    if (url.pathname === '/matrix') return matrixOf(store, url.searchParams, broker.url)
    for (const {method, path, run} of routes) {
      const names = path.split('/')
      const fits =
        names.length === segments.length && names.every((name, at) => name.startsWith(':') || name === segments[at])
      if (method !== request.method || !fits) continue
      const values = Object.fromEntries(
        names.flatMap((name, at) => (name.startsWith(':') ? [[name.slice(1), segments[at] ?? '']] : [])),
      )
      return run({store, values, body, url: broker.url, query: url.searchParams})
    }
    return {status: 404, content: {error: 'No resource exists at this address.'}}
  }
  return broker
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  return text === '' ? {} : JSON.parse(text)
}
