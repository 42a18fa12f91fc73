import {connect, type Socket} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {startGateway, type TestGateway} from './start-gateway.js'
import {ok, startUpstream, type UpstreamServer} from './upstream-server.js'

let orders: UpstreamServer
let gateway: TestGateway
/** How many wait for a decision. */
let asked: number

beforeEach(async () => {
  asked = 0
  orders = await startUpstream()
  const decideSlowly = async () => {
    asked += 1
    return sleep(200, true)
  }
  const common = `upstream: "${orders.url}", public: true, concurrency: {running: 2, waiting: 1}`
  gateway = await startGateway(
    `
routes:
  - {name: orders, prefix: /orders, ${common}, policy: slow}
  - {name: kept, prefix: /kept, ${common}, policy: slow, cache: {}}
  - {name: open, prefix: /open, ${common}}
`,
    {},
    {policies: {slow: decideSlowly}},
  )
})

afterEach(async () => {
  await gateway.close()
  await orders.close()
})

/** A caller who has written so much of a request. */
function written(text: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const port = Number(new URL(gateway.url).port)
    const socket = connect(port, '127.0.0.1', () => socket.write(text, () => resolve(socket)))
    socket.on('error', reject)
  })
}

/** A caller who has sent a request. */
const sent = (path: string) => written(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`)

const metrics = () => gateway.metrics.registry.metrics()

/** Waits until every request is over. */
const settled = () => vi.waitFor(async () => expect(await metrics()).toContain('http_requests_in_flight 0'), 5000)

describe('a caller who leaves', () => {
  test.each(['/orders', '/kept'])('while it is decided whether it may holds no place at %s', async path => {
    const callers = await Promise.all(Array.from({length: 5}, () => sent(path)))
    await vi.waitFor(() => expect(asked).toBe(5), 5000)
    for (const caller of callers) caller.resetAndDestroy()
    await settled()
    await sleep(250)
    expect(orders.requests).toEqual([])
    expect((await gateway.send(path)).status).toBe(200)
  })

  test('in the middle of a body that nobody reads, because there is no room, ends nothing', async () => {
    orders.answer(() => undefined)
    const others = await Promise.all([sent('/open'), sent('/open'), sent('/open')])
    await vi.waitFor(() => expect(orders.requests).toHaveLength(2), 5000)
    const half = 'POST /open HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n'
    for (let time = 0; time < 40; time++) (await written(half)).resetAndDestroy()
    for (const caller of others) caller.resetAndDestroy()
    await settled()
    orders.answer(ok)
    expect((await gateway.send('/open')).status).toBe(200)
  })

  test('while requests wait behind one another on its connection leaves no place taken', async () => {
    orders.answer(() => undefined)
    const caller = await written('GET /open HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(3))
    await vi.waitFor(() => expect(orders.requests).toHaveLength(2), 5000)
    caller.resetAndDestroy()
    await settled()
    orders.answer(ok)
    expect((await gateway.send('/open')).status).toBe(200)
  })

  test('as soon as its request is there is nobody’s mistake', async () => {
    for (let time = 0; time < 50; time++) (await sent('/open')).resetAndDestroy()
    await settled()
    expect(await metrics()).not.toContain('status_code="500"')
    expect(gateway.logs.filter(({level}) => level === 'error')).toEqual([])
    expect((await gateway.send('/open')).status).toBe(200)
  })
})
