import {createServer, type IncomingMessage} from 'node:http'
import type {AddressInfo} from 'node:net'
import {text} from 'node:stream/consumers'

/** One request as the shop saw it. */
export interface Seen {
  readonly at: number
  readonly line: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Shop {
  readonly url: string
  readonly seen: Seen[]
  /** Milliseconds that each answer takes. */
  delay: number
  /** Statuses of the next answers, before all is well again; `undefined` stands for one that is as it should be. */
  readonly failing: (number | undefined)[]
  stop(): Promise<void>
}

/** A shop with a login, orders and a GraphQL endpoint, which remembers what it was asked. */
export async function startShop(): Promise<Shop> {
  const seen: Seen[] = []
  const failing: (number | undefined)[] = []
  const orders = new Map<string, unknown>()
  let made = 0
  const server = createServer(async (request, response) => {
    const at = performance.now()
    const {method = '', url = '', headers} = request
    const body = await text(request)
    seen.push({at, line: `${method} ${url}`, headers, body})
    const answer = (status: number, value: unknown, more: Record<string, string> = {}) =>
      setTimeout(() => {
        response.writeHead(status, {'content-type': 'application/json', ...more}).end(JSON.stringify(value))
      }, shop.delay)
    const failure = failing.shift()
    if (failure !== undefined) return answer(failure, {error: 'failing'})
    if (url === '/oauth/token') return answer(401, {error: 'invalid_client'})
    if (url === '/login') return answer(200, {token: `token-of-${new URLSearchParams(body).get('user')}`})
    if (url === '/graphql') return answer(200, graphql(JSON.parse(body)))
    if (method === 'POST' && url.split('?')[0] === '/orders') {
      const id = `o-${++made}`
      orders.set(id, JSON.parse(body))
      return answer(201, {data: {id, items: [{name: 'pen'}]}, secret: 'hunter2'}, {location: `/orders/${id}`})
    }
    const [, id = ''] = /^\/orders\/([^?]+)/.exec(url) ?? []
    if (method === 'DELETE') return answer(orders.delete(id) ? 204 : 404, null)
    if (id !== '') return orders.has(id) ? answer(200, {data: {id, order: orders.get(id)}}) : answer(404, {})
    return answer(200, {data: [], query: url})
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const shop: Shop = {
    // It listens on a port.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    delay: 0,
    failing,
    stop: () =>
      new Promise(done => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
  return shop
}

function graphql({variables}: {variables?: {id?: unknown}}): object {
  return variables?.id === 'broken' ? {data: null, errors: [{message: 'no'}]} : {data: {order: {id: variables?.id}}}
}
