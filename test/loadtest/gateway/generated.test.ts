import {readFileSync, writeFileSync} from 'node:fs'
import {request as ask, createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {freePort} from '../../../src/io/free-port.js'
import {type ServerProcess, startServer} from '../../../src/io/server-process.js'
import {gatewayChecks} from '../../../src/loadtest/gateway/checks.js'
import {openWorkshop, type Workshop} from '../../templates/project.js'
import {waysToChoose} from '../../templates/ways.js'
import {load} from '../target/load.js'
import {calmly} from './calmly.js'
import {check, faults, observations} from './check.js'

/** What stands between the gateway and its service, and can be told to fail. */
async function faultyProxy(to: string) {
  let fault = 'none'
  let requests = 0
  const server = createServer((incoming, response) => {
    if (incoming.url === '/fault') {
      const chunks: Buffer[] = []
      incoming.on('data', chunk => chunks.push(chunk))
      incoming.on('end', () => {
        fault = JSON.parse(Buffer.concat(chunks).toString()).fault
        response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({requests}))
      })
      return
    }
    if (incoming.url !== '/ready') requests++
    if (fault === 'fail') {
      incoming.resume()
      response.writeHead(500, {'content-type': 'application/json'}).end('{"errors":[{"code":"INTERNAL_ERROR"}]}')
      return
    }
    if (fault === 'hang') return
    const {method, url, headers} = incoming
    const onward = ask(`${to}${url}`, {method, headers}, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const {port} = server.address() as AddressInfo // it listens on a port
  return {server, url: `http://127.0.0.1:${port}`}
}

describe('what mesh new makes passes its own checks', () => {
  const workshops: Workshop[] = []
  const running: ServerProcess[] = []
  let proxy: Server
  let service: string
  let gateway: string
  let edge: string
  let hook: string
  let contract: string
  let metricsPort: number
  let environment: Record<string, string>
  const headers: string[] = []
  const otherHeaders: string[] = []
  const deniedHeaders: string[] = []

  async function start(cwd: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
    const server = await startServer(
      {command: 'npm start', cwd, env: {METRICS_PORT: '0', ...environment, ...more}, ready: '/ready', wait: 120_000},
      new AbortController().signal,
    )
    running.push(server)
    return server.url
  }

  /** A header with a token of the development issuer. */
  async function token(workshop: Workshop, cwd: string, ...words: readonly string[]): Promise<string> {
    const command = `DEV_ISSUER_FILE=${environment['DEV_ISSUER_FILE']} npm run --silent token -- ${words.join(' ')}`
    return `Authorization: Bearer ${(await workshop.run(cwd, 'sh', '-c', command)).trim()}`
  }

  beforeAll(async () => {
    const {plain} = await waysToChoose()
    for (const way of plain) workshops.push(await openWorkshop(way))
    const [ofGateway, ofService] = workshops
    if (ofGateway === undefined || ofService === undefined) throw new Error('There are two templates.')
    const orders = await ofService.make('orders')
    edge = await ofGateway.make('edge')
    contract = join(orders, 'contracts/openapi.yaml')
    metricsPort = await freePort()
    environment = {NODE_ENV: 'development', DEV_ISSUER_FILE: join(orders, 'issuer.json'), RATE_LIMIT_API: '100000/60'}
    service = await start(orders, {METRICS_PORT: String(metricsPort)})
    const {server, url} = await faultyProxy(service)
    proxy = server
    hook = `${url}/fault`
    const file = join(edge, 'gateway.yaml')
    const routes = readFileSync(file, 'utf8')
      .replace('openFor: 30s', 'openFor: 2s')
      .replace('timeout: 10s', 'timeout: 1s')
    const others = ['order-imports', 'jobs'].map(
      name => `  - {name: ${name}, prefix: /api/v1/${name}, upstream: "\${ORDERS_URL}"}\n`,
    )
    writeFileSync(file, routes + others.join(''))
    environment = {...environment, ORDERS_URL: url}
    gateway = await start(edge)
    headers.push(await token(ofService, orders, '--scope', 'orders:read,orders:write'))
    otherHeaders.push(await token(ofService, orders, '--scope', 'orders:read,orders:write', '--sub', 'somebody-else'))
    deniedHeaders.push(await token(ofService, orders, '--scope', 'nothing:at-all'))
  }, 240_000)

  afterAll(async () => {
    for (const server of running) {
      await server.stop()
      server.forget()
    }
    proxy?.closeAllConnections()
    proxy?.close()
    for (const workshop of workshops) workshop.remove()
  }, 60_000)

  const asCaller = () => ({contract, paths: ['/api/v1/orders'], headers, otherHeaders, deniedHeaders, writes: true})

  /** What is good of the only check, in words; the test fails for what is not. */
  async function passed(url: string, name: string, more: Parameters<typeof check>[2] = {}): Promise<readonly string[]> {
    const report = await check(url, [name], {...asCaller(), ...more})
    expect(faults(report)).toEqual([])
    return observations(report)
  }

  test.each(['service', 'gateway'] as const)(
    'the %s: what can be asked and written',
    async where => {
      // These need something that neither has: https, something that is going away, GraphQL.
      const elsewhere = ['tls', 'sunset', 'graphql-limits']
      const checks = gatewayChecks
        .filter(({name, measures, disturbs}) => !(measures || disturbs || elsewhere.includes(name)))
        .map(({name}) => name)
      const report = await check(where === 'service' ? service : gateway, checks, asCaller())
      expect(faults(report)).toEqual([])
      expect(report.lines).toHaveLength(checks.length)
      for (const {text} of report.lines ?? []) expect(text).not.toMatch(/: 0 of /)
    },
    120_000,
  )

  test('the gateway: its breaker, timeouts, retries and readiness', async () => {
    await calmly(async () => {
      const more = {fault: hook, openFor: 2000, upstreamTimeout: 1000}
      expect((await passed(gateway, 'breaker', more)).join('\n')).toMatch(/good: It is closed/)
      expect((await passed(gateway, 'timeouts', more)).filter(text => text.startsWith('good'))).toHaveLength(3)
      expect(await passed(gateway, 'retries', more)).toEqual([
        'good: One GET that is answered with 500 reached the service once.',
        'good: One POST that is answered with 500 reached the service once.',
      ])
      expect((await passed(gateway, 'readiness', more)).filter(text => text.startsWith('good'))).toHaveLength(3)
    })
  }, 300_000)

  test('the gateway adds little, and the figures of the service are those of the standard', async () => {
    await calmly(async () => {
      expect(await passed(gateway, 'overhead', {direct: service, rate: 60, duration: 4000})).toHaveLength(2)
      const metrics = `http://127.0.0.1:${metricsPort}/metrics`
      const seen = await passed(service, 'metrics', {metrics, rate: 20, duration: 3000})
      expect(seen).toContain('good: "http_request_duration_seconds" has a bucket at 50 ms.')
    })
  }, 120_000)

  test('the limiter of the gateway lets in what it promises', async () => {
    const limited = await start(edge, {RATE_LIMIT_API: '200/6'})
    const seen = await passed(limited, 'limits', {limit: '200/6s'})
    expect(seen).toContainEqual(expect.stringMatching(/^good: 200 requests were let in then, in a new window/))
    expect(seen).toContainEqual(expect.stringMatching(/^good: Another caller is let in/))
  }, 180_000)

  test('the gateway tells what goes away, and what is gone', async () => {
    const going = '{since: 2026-01-01, sunset: 2099-06-30, successor: /api/v2/orders}'
    const gone = '{since: 2019-01-01, sunset: 2020-01-01}'
    const upstream = 'upstream: "${ORDERS_URL}"'
    writeFileSync(
      join(edge, 'going.yaml'),
      `routes:
  - {name: orders, prefix: /api/v1/orders, ${upstream}, deprecation: ${going}}
  - {name: past, prefix: /api/v1/past, ${upstream}, deprecation: ${gone}}
`,
    )
    const own = join(edge, 'going-contract.yaml')
    writeFileSync(
      own,
      `openapi: 3.1.0
info: {title: Orders, version: '1'}
paths:
  /api/v1/orders: {get: {deprecated: true, x-deprecated-at: '2026-01-01', x-sunset: '2099-06-30', responses: {'200': {description: ok}}}}
  /api/v1/past: {get: {deprecated: true, x-sunset: '2020-01-01', responses: {'200': {description: ok}}}}
`,
    )
    const old = await start(edge, {GATEWAY_FILE: 'going.yaml'})
    const seen = await passed(old, 'sunset', {contract: own})
    expect(
      seen.filter(text => text.startsWith('good')),
      seen.join('\n'),
    ).toHaveLength(4)
  }, 180_000)

  test('answers under load keep to the contract', async () => {
    const {report} = await load(gateway, {contract, headers, conformance: true, rate: '50/s', duration: '3s'})
    expect(faults(report)).toEqual([])
    expect(report.data?.['conformance']).toMatchObject({violations: []})
  })
})
