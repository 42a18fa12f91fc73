import {afterEach, beforeEach} from 'vitest'
import {type Answer, anonymous, startGateway, type TestGateway} from './start-gateway.js'
import {sendJson, startUpstream, type UpstreamServer} from './upstream-server.js'

export const path = '/api/v1/orders'

/** A gateway with one route, which keeps answers, and the service behind it: both anew for each test. */
export class CachedRoute {
  #running: {readonly orders: UpstreamServer; readonly gateway: TestGateway} | undefined

  constructor() {
    beforeEach(async () => {
      const orders = await startUpstream()
      const gateway = await startGateway(`
routes:
  - name: orders
    prefix: ${path}
    upstream: ${orders.url}
    public: true
    cache: {size: 64kB, entrySize: 16kB}
    concurrency: {running: 50}
    breaker: {consecutive: 50, minimumCalls: 50}
`)
      this.#running = {orders, gateway}
    })
    afterEach(async () => {
      await this.gateway.close()
      await this.orders.close()
    })
  }

  get orders(): UpstreamServer {
    return this.#opened.orders
  }

  get gateway(): TestGateway {
    return this.#opened.gateway
  }

  get #opened() {
    if (this.#running === undefined) throw new Error('There is a gateway while a test runs.')
    return this.#running
  }

  /** Answers with these headers, and a body that tells how many requests have come so far. */
  counting(headers: Readonly<Record<string, string>>): void {
    this.orders.answer((_request, response) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
      sendJson(response, 200, {data: this.orders.requests.length, meta: {}})
    })
  }

  /** The answer to a GET, and what it has as `data`. */
  async get(
    headers: Readonly<Record<string, string>> = anonymous,
    url = path,
  ): Promise<Answer & {readonly data: unknown}> {
    const answer = await this.gateway.send(url, {headers})
    return {...answer, data: answer.text === '' ? undefined : JSON.parse(answer.text).data}
  }

  async bearer(subject: string): Promise<{readonly authorization: string}> {
    return {authorization: `Bearer ${await this.gateway.token([], subject)}`}
  }
}
