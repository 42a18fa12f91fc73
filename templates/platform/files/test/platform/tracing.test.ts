import {readdir, readFile} from 'node:fs/promises'
import {createServer as createHttpServer, type IncomingMessage, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {json} from 'node:stream/consumers'
import {fileURLToPath} from 'node:url'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {z} from 'zod'
import {readEnvironment} from '../../src/platform/config/environment.js'
import {platformSettings} from '../../src/platform/config/settings.js'
import {ApiError} from '../../src/platform/errors/api-error.js'
import {createServer} from '../../src/platform/http/server.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {createUpstream} from '../../src/platform/outbound/upstream.js'
import {openTracing} from '../../src/platform/tracing/open-tracing.js'

/** A span as a collector gets it, by OTLP in JSON. */
interface SentSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  /** 2 server, 3 client. */
  readonly kind: number
  readonly status: {readonly code?: number}
  readonly attributes: readonly {readonly key: string; readonly value: Readonly<Record<string, unknown>>}[]
}

interface SentBatch {
  readonly resourceSpans: readonly {
    readonly resource: {readonly attributes: SentSpan['attributes']}
    readonly scopeSpans: readonly {readonly spans: readonly SentSpan[]}[]
  }[]
}

const servers: Server[] = []
const closing: (() => Promise<unknown>)[] = []
let batches: SentBatch[]
let collector: string
let calls: IncomingMessage[]

async function listen(server: Server): Promise<string> {
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on a TCP port has an address object.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeEach(async () => {
  batches = []
  calls = []
  collector = await listen(
    createHttpServer(async (request, response) => {
      if (request.url === '/v1/traces') batches.push((await json(request)) as SentBatch) // What OTLP says it is.
      response.writeHead(200, {'content-type': 'application/json'}).end('{}')
    }),
  )
})

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A service with one route, which calls another service, traced as the environment says. */
async function start(environment: Readonly<Record<string, string>>) {
  const settings = readEnvironment(z.object(platformSettings), {MAX_EVENT_LOOP_DELAY: '0', ...environment})
  const logger = createLogger({service: 'orders', version: '1.2.3', level: 'silent'})
  const metrics = createMetrics()
  const other = await listen(
    createHttpServer((request, response) => {
      calls.push(request)
      response.end('{"data": {}, "meta": {}}')
    }),
  )
  const tracing = await openTracing({settings, service: 'orders', version: '1.2.3', logger})
  const upstream = createUpstream({name: 'directory', url: other, service: 'orders', metrics, logger})
  const app = await createServer({settings, logger, metrics})
  app.get('/orders/:id', async () => {
    const answer = await upstream.request({method: 'GET', path: '/members?secret=1'})
    return {data: answer.ok}
  })
  app.get('/broken', async () => {
    throw new ApiError('SERVICE_UNAVAILABLE', 'Not now.')
  })
  const left = new Promise<void>(resolve => {
    app.get('/endless', (_request, reply) => new Promise(() => reply.raw.once('close', resolve)))
  })
  app.get('/health', async () => ({}))
  await app.listen({host: '127.0.0.1', port: 0})
  let open = true
  const end = async () => {
    if (!open) return
    open = false
    await app.close()
    await upstream.close()
    await tracing.close()
  }
  closing.push(end)
  // A server that listens on a TCP port has an address object.
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  return {url, end, left}
}

const spans = () =>
  batches.flatMap(({resourceSpans}) => resourceSpans.flatMap(each => each.scopeSpans.flatMap(scope => scope.spans)))

const attribute = ({attributes}: {readonly attributes: SentSpan['attributes']}, name: string): unknown =>
  Object.values(attributes.find(({key}) => key === name)?.value ?? {})[0]

const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
const traceparent = (flags: string) => ({traceparent: `00-${trace}-00f067aa0ba902b7-${flags}`})

describe('with a collector', () => {
  test('a request and the calls made for it are spans of the trace of the caller', async () => {
    const {url, end} = await start({OTEL_EXPORTER_OTLP_ENDPOINT: collector})
    await fetch(`${url}/orders/o_1?token=x`, {headers: traceparent('01')})
    await end()
    const server = spans().find(({kind}) => kind === 2)
    const client = spans().find(({kind}) => kind === 3)
    expect(server).toMatchObject({traceId: trace, parentSpanId: '00f067aa0ba902b7', name: 'GET /orders/:id'})
    expect(client).toMatchObject({traceId: trace, parentSpanId: server?.spanId, name: 'GET directory'})
    expect(calls[0]?.headers['traceparent']).toBe(`00-${trace}-${client?.spanId}-01`)
    expect(server && attribute(server, 'http.response.status_code')).toBe(200)
    // The query is for nobody's eyes.
    expect([server, client].map(span => span && attribute(span, 'url.path'))).toEqual(['/orders/o_1', '/members'])
    const [resource] = batches[0]?.resourceSpans ?? []
    expect(resource && attribute(resource.resource, 'service.name')).toBe('orders')
  })

  test('a span tells the ids of the request, and neither its proofs nor for whom it was', async () => {
    const {url, end} = await start({OTEL_EXPORTER_OTLP_ENDPOINT: collector})
    const proofs = {authorization: 'Bearer hunter2', 'x-api-key': 'hunter2', cookie: 'hunter2'}
    const {headers} = await fetch(`${url}/orders/o_1`, {headers: {...proofs, 'x-correlation-id': 'flow-7'}})
    await end()
    const [server] = spans().filter(({kind}) => kind === 2)
    expect(server && [attribute(server, 'request.id'), attribute(server, 'correlation.id')]).toEqual([
      headers.get('x-request-id'),
      'flow-7',
    ])
    expect(JSON.stringify(spans())).not.toMatch(/hunter2|enduser|user\.id|subject/)
  })

  test('a request whose caller hangs up is a span all the same, which says so', async () => {
    const {url, end, left} = await start({OTEL_EXPORTER_OTLP_ENDPOINT: collector})
    await expect(fetch(`${url}/endless`, {signal: AbortSignal.timeout(300)})).rejects.toThrow()
    await left
    await end()
    expect(spans().map(span => [span.name, attribute(span, 'error.type')])).toEqual([['GET /endless', 'caller gone']])
  })

  test('a request without a trace begins one, and what fails is marked', async () => {
    const {url, end} = await start({OTEL_EXPORTER_OTLP_ENDPOINT: `${collector}/`})
    await fetch(`${url}/broken`)
    await end()
    expect(spans()).toHaveLength(1)
    expect(spans()[0]).toMatchObject({name: 'GET /broken', status: {code: 2}})
    expect(spans()[0]?.parentSpanId ?? '').toBe('')
  })

  test('what the caller does not record is not recorded here, and goes on as that', async () => {
    const {url, end} = await start({OTEL_EXPORTER_OTLP_ENDPOINT: collector})
    await fetch(`${url}/orders/o_1`, {headers: traceparent('00')})
    await end()
    expect(spans()).toEqual([])
    expect(calls[0]?.headers['traceparent']).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-00$`))
  })

  test('a share of nothing records nothing, and nobody hears of health checks', async () => {
    const {url, end} = await start({OTEL_EXPORTER_OTLP_ENDPOINT: collector, OTEL_TRACES_SAMPLER_ARG: '0'})
    await fetch(`${url}/orders/o_1`)
    await fetch(`${url}/health`, {headers: traceparent('01')})
    await end()
    expect(spans()).toEqual([])
    expect(calls[0]?.headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)
  })

  test('that is away nothing else changes', async () => {
    const {url, end} = await start({OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1'})
    expect((await fetch(`${url}/orders/o_1`)).status).toBe(200)
    await end()
  })
})

describe('without a collector', () => {
  test('the trace of the caller goes on all the same', async () => {
    const {url} = await start({})
    await fetch(`${url}/orders/o_1`, {headers: traceparent('01')})
    expect(calls[0]?.headers['traceparent']).toMatch(new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`))
  })

  test('OpenTelemetry is not loaded: one file imports it, and that file is imported when it is needed', async () => {
    const source = fileURLToPath(new URL('../../src/', import.meta.url))
    const files = (await readdir(source, {recursive: true})).filter(name => name.endsWith('.ts'))
    const importing: string[] = []
    for (const file of files) {
      const text = await readFile(join(source, file), 'utf8')
      if (/from '(@opentelemetry\/|.*\/open-telemetry\.js)/.test(text)) importing.push(file)
    }
    expect(importing).toEqual([join('platform', 'tracing', 'open-telemetry.ts')])
  })
})
