import {connect} from 'node:net'
import {afterEach, expect, test, vi} from 'vitest'
import {currentContext} from '../../src/platform/context/request-context.js'
import {startServer, stopServers} from './start-server.js'

afterEach(stopServers)

test('of requests that came one behind the other, each hears that the caller has left', async () => {
  const signals: (AbortSignal | undefined)[] = []
  const {url, metrics} = await startServer(app => {
    app.get('/wait', async () => {
      signals.push(currentContext()?.signal)
      return new Promise(() => undefined)
    })
  })
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write('GET /wait HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(3))
  await vi.waitFor(() => expect(signals).toHaveLength(3), 5000)
  socket.resetAndDestroy()
  await vi.waitFor(() => expect(signals.every(signal => signal?.aborted)).toBe(true), 5000)
  expect(await metrics.registry.metrics()).toContain('http_requests_in_flight 0')
})

test('many requests one behind the other are answered in their order, and each ends once', async () => {
  const {url, metrics} = await startServer(app => {
    app.get('/number/:number', async ({params}) => params)
  })
  const socket = connect(Number(new URL(url).port), '127.0.0.1').setEncoding('latin1')
  let answer = ''
  socket.on('data', chunk => {
    answer += chunk
  })
  const numbers = Array.from({length: 30}, (_, number) => number)
  socket.write(numbers.map(number => `GET /number/${number} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''))
  const seen = () => [...answer.matchAll(/\{"number":"(\d+)"\}/g)].map(([, number]) => Number(number))
  await vi.waitFor(() => expect(seen()).toEqual(numbers), 5000)
  socket.destroy()
  await vi.waitFor(async () => {
    const told = await metrics.registry.metrics()
    expect(told).toContain('http_requests_in_flight 0')
    expect(told).toMatch(/http_requests_total\{[^}]*status_code="200"[^}]*\} 30\n/)
  }, 5000)
})
