import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {json} from 'node:stream/consumers'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {createContext, runInContext} from '../../src/platform/context/request-context.js'
import {createGraphqlUpstream, type GraphqlUpstream} from '../../src/platform/graphql/graphql-upstream.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {standardLimits} from '../../src/platform/outbound/call-limits.js'
import {allScopes, readScope} from '../scopes.js'
import {startService, type TestService} from '../service.js'
import {createMutation} from './ask.js'

const limits = {...standardLimits, total: 5000, perTry: 500, pause: 1}
const logger = createLogger({service: 'test', version: '0', level: 'silent'})

const upstreamAt = (url: string): GraphqlUpstream =>
  createGraphqlUpstream({name: 'other', url, service: 'test', metrics: createMetrics(), logger, limits})

describe('a service of this kind', () => {
  let service: TestService
  let upstream: GraphqlUpstream
  beforeAll(async () => {
    service = await startService()
    upstream = upstreamAt(service.url)
  })
  afterAll(async () => {
    await upstream.close()
    await service.close()
  })
  const proof = async (scopes = allScopes) => ({authorization: `Bearer ${await service.token(scopes)}`})

  test('answers with its data and with what stands beside it', async () => {
    const variables = {input: {name: 'Asked for'}}
    const made = await upstream.ask({query: createMutation, variables, headers: await proof()})
    expect(made).toMatchObject({ok: true, data: {createWorkItem: {workItem: {name: 'Asked for'}, errors: []}}})
    expect(made.extensions).toMatchObject({meta: {platform: 'service'}})
  })

  test('refuses by codes, and that is an answer', async () => {
    const query = '{ workItems { totalCount } }'
    expect(await upstream.ask({query})).toMatchObject({ok: false, codes: ['AUTHENTICATION_REQUIRED'], data: null})
    const refused = await upstream.ask({query: createMutation, variables: {input: {}}, headers: await proof()})
    expect(refused).toMatchObject({ok: false, codes: ['MALFORMED_REQUEST']})
    const some = 'query Some { workItems { totalCount } } mutation Other { __typename }'
    const answer = await upstream.ask({query: some, operationName: 'Some', headers: await proof([readScope])})
    expect(answer).toMatchObject({ok: true, data: {workItems: {totalCount: expect.any(Number)}}})
  })
})

describe('a service in trouble', () => {
  type Behaviour = (request: IncomingMessage, response: ServerResponse) => unknown
  const says =
    (status: number, body: unknown): Behaviour =>
    (_request, response) =>
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
  const good = says(200, {data: {a: 1}})
  const failing = (code: string, data: unknown = null) => says(200, {data, errors: [{message: '', extensions: {code}}]})

  let server: Server
  let upstream: GraphqlUpstream
  let behaviours: Behaviour[]
  let calls: IncomingMessage[]
  beforeEach(async () => {
    calls = []
    server = createServer((request, response) => {
      calls.push(request)
      const behave = behaviours.length > 1 ? behaviours.shift() : behaviours[0]
      behave?.(request, response)
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    // A server that listens on a TCP port has an address object.
    upstream = upstreamAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  })
  afterEach(async () => {
    await upstream.close()
    server.closeAllConnections()
    server.close()
  })

  test('is asked again for what changes nothing, and for a mutation only by its key', async () => {
    behaviours = [says(503, ''), failing('SERVICE_UNAVAILABLE'), good]
    expect(await upstream.ask({query: '{ a }'})).toMatchObject({ok: true, data: {a: 1}})
    expect(calls).toHaveLength(3)
    behaviours = [says(503, ''), good]
    const mutation = {query: 'mutation { a }'}
    await expect(upstream.ask(mutation)).rejects.toMatchObject({code: 'UPSTREAM_BAD_RESPONSE'})
    expect(calls).toHaveLength(4)
    behaviours = [says(503, ''), good]
    expect(await upstream.ask({...mutation, idempotencyKey: 'k'})).toMatchObject({ok: true})
    expect(calls.at(-1)?.headers['idempotency-key']).toBe('k')
  })

  test.each<[string, Behaviour]>([
    ['a page', says(200, '<html>')],
    ['a list', says(200, [])],
    ['an envelope of an error', says(400, {errors: [], meta: {}})],
    ['nothing', says(200, {})],
    ['data that is no object', says(200, {data: 7})],
    ['an error of its own', failing('INTERNAL_ERROR', {a: null})],
  ])('answers %s, which is none', async (_what, behave) => {
    behaviours = [behave]
    await expect(upstream.ask({query: 'mutation { a }'})).rejects.toMatchObject({code: 'UPSTREAM_BAD_RESPONSE'})
  })

  test('opens the breaker by outages, never by refusals, whatever codes are its own', async () => {
    behaviours = [failing('PRODUCT_NOT_FOUND', {a: null})]
    for (let time = 0; time < 10; time++) {
      expect(await upstream.ask({query: '{ a }'})).toMatchObject({
        ok: false,
        codes: ['PRODUCT_NOT_FOUND'],
        data: {a: null},
      })
    }
    behaviours = [says(500, '')]
    await expect(upstream.ask({query: '{ a }'})).rejects.toMatchObject({code: 'UPSTREAM_BAD_RESPONSE'})
    await expect(upstream.ask({query: '{ a }'})).rejects.toMatchObject({code: 'CIRCUIT_OPEN'})
  })

  test('gets the ids of the flow, and the operation as it was asked', async () => {
    const bodies: unknown[] = []
    behaviours = [
      async (request, response) => {
        bodies.push(await json(request))
        good(request, response)
      },
    ]
    const signal = () => new AbortController().signal
    const context = createContext({'x-correlation-id': 'flow-1'}, {requestId: 'r', signal})
    const question = {query: 'query Q($id: ID!) { a }', operationName: 'Q', variables: {id: '1'}}
    await runInContext(context, () => upstream.ask(question))
    expect(bodies).toEqual([question])
    expect(calls[0]?.headers).toMatchObject({'x-correlation-id': 'flow-1', 'x-service-name': 'test'})
    expect(calls[0]?.url).toBe('/graphql')
  })

  test.each(['subscription { a }', 'query A { a } query B { a }'])('"%s" is not asked at all', async query => {
    await expect(upstream.ask({query})).rejects.toThrow('One query or mutation is asked at a time.')
    expect(calls).toEqual([])
  })
})
