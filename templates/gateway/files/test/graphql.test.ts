import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {readLayout} from '../src/routes/read-layout.js'
import {startGateway, type TestGateway} from './start-gateway.js'
import {sendJson, startUpstream, type UpstreamServer} from './upstream-server.js'

let service: UpstreamServer
let gateway: TestGateway
const bodies: string[] = []

beforeAll(async () => {
  service = await startUpstream(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    bodies.push(body)
    sendJson(response, 200, {data: {}})
  })
  gateway = await startGateway(`
routes:
  - {name: graphql, prefix: /graphql, upstream: "${service.url}", graphql: {introspection: false, size: 20kB}}
  - {name: open, prefix: /open, upstream: "${service.url}", graphql: {batch: 2}}
`)
})

afterAll(async () => {
  await gateway.close()
  await service.close()
})

async function ask(value: unknown, path = '/graphql') {
  const body = typeof value === 'string' ? value : JSON.stringify(value)
  const answer = await gateway.send(path, {method: 'POST', body, headers: {'content-type': 'application/json'}})
  const errors: {message: string; extensions: Record<string, unknown>}[] = JSON.parse(answer.text).errors ?? []
  return {...answer, errors, codes: errors.map(({extensions}) => extensions['code'])}
}

const nested = (levels: number): string => `{ ${'a { '.repeat(levels - 1)}b ${'}'.repeat(levels - 1)} }`

describe('an operation', () => {
  test('of a usual kind is passed on, byte by byte', async () => {
    const body = JSON.stringify({
      query: 'query Q($id: ID!) { order(id: $id) { id lines { sku } } }',
      variables: {id: '1'},
    })
    expect((await ask(body)).status).toBe(200)
    expect(bodies.at(-1)).toBe(body)
  })

  test('may have ten levels and no more', async () => {
    expect((await ask({query: nested(10)})).status).toBe(200)
    const {status, codes, errors} = await ask({query: nested(11)})
    expect([status, codes]).toEqual([400, ['QUERY_TOO_DEEP']])
    expect(errors[0]).toMatchObject({
      message: 'An operation may have 10 levels; this one has 11.',
      extensions: {severity: 'medium', retryable: false, details: {limit: 10, actual: 11}},
    })
    expect(errors[0]?.extensions['requestId']).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('can not hide its levels in fragments, and a fragment of itself ends', async () => {
    const query =
      'query { ...A } fragment A on Q { a { a { a { a { a { ...B } } } } } } fragment B on Q { b { b { b { b { b { b } } } } } }'
    expect((await ask({query})).codes).toEqual(['QUERY_TOO_DEEP'])
    expect((await ask({query: '{ ...A } fragment A on Q { a { ...A } }'})).status).toBe(200)
  })

  test('that doubles with every fragment is measured without being unfolded', async () => {
    const fragments = Array.from({length: 40}, (_, n) => `fragment F${n} on Q { ...F${n + 1} ...F${n + 1} }`).join(' ')
    const {codes} = await ask({query: `{ ...F0 } ${fragments} fragment F40 on Q { a }`})
    expect(codes).toEqual(['QUERY_TOO_COMPLEX'])
  })

  test('pays one point for a field and ten for a connection', async () => {
    const connection = '{ orders(first: 5) { edges { node { id } } } }'
    const many = `{ ${Array.from({length: 8}, (_, n) => `c${n}(first: 1) { edges { node { id } } }`).join(' ')} }`
    expect((await ask({query: connection})).status).toBe(200)
    expect((await ask({query: many})).codes).toEqual(['QUERY_TOO_COMPLEX'])
  })

  test('may not ask for one thing under many names', async () => {
    const query = `{ ${Array.from({length: 31}, (_, n) => `a${n}: order`).join(' ')} }`
    expect((await ask({query})).codes).toEqual(['QUERY_TOO_COMPLEX'])
  })

  test('may not ask for the schema, but for the name of a type', async () => {
    expect((await ask({query: '{ __schema { types { name } } }'})).codes).toEqual(['INTROSPECTION_DISABLED'])
    expect((await ask({query: 'query { ...I } fragment I on Q { __type(name: "A") { name } }'})).codes).toEqual([
      'INTROSPECTION_DISABLED',
    ])
    expect((await ask({query: '{ order { __typename } }'})).status).toBe(200)
    expect((await ask({query: '{ __schema { types { name } } }'}, '/open')).status).toBe(200)
  })

  test('is not the only one only where the route says so', async () => {
    const one = {query: '{ a }'}
    expect((await ask([one, one])).codes).toEqual(['QUERY_TOO_LARGE'])
    expect((await ask([one, one], '/open')).status).toBe(200)
    expect((await ask([one, {query: nested(11)}], '/open')).codes).toEqual(['QUERY_TOO_DEEP'])
  })

  test('that is no GraphQL or no JSON never arrives', async () => {
    const before = bodies.length
    expect((await ask({query: '{ a '})).codes).toEqual(['MALFORMED_REQUEST'])
    expect((await ask('{')).codes).toEqual(['MALFORMED_REQUEST'])
    expect((await ask({query: `{ ${'a '.repeat(6000)} }`})).codes).toEqual(['QUERY_TOO_LARGE'])
    expect((await ask({query: `{ a } #${'x'.repeat(30_000)}`})).codes).toEqual(['PAYLOAD_TOO_LARGE'])
    expect(bodies.length).toBe(before)
  })

  test('by GET is measured, too', async () => {
    expect((await gateway.send(`/graphql?query=${encodeURIComponent(nested(11))}`)).status).toBe(400)
    expect((await gateway.send(`/graphql?query=${encodeURIComponent('{ a }')}`)).status).toBe(200)
  })

  test('that the service knows by its hash is passed on', async () => {
    const body = {extensions: {persistedQuery: {version: 1, sha256Hash: 'abc'}}}
    expect((await ask(body)).status).toBe(200)
  })

  test('in another form than JSON is refused: nobody could look into it', async () => {
    const headers = {'content-type': 'application/json', 'content-encoding': 'gzip'}
    expect((await gateway.send('/graphql', {method: 'POST', body: 'x', headers})).status).toBe(415)
    const text = {'content-type': 'application/graphql'}
    expect((await gateway.send('/graphql', {method: 'POST', body: '{ a }', headers: text})).status).toBe(415)
  })

  test('without identity is refused in the form of GraphQL', async () => {
    const {text, status} = await gateway.send('/graphql', {method: 'POST', headers: {authorization: 'none'}})
    expect(status).toBe(401)
    expect(JSON.parse(text).errors[0].extensions.code).toBe('AUTHENTICATION_REQUIRED')
  })
})

test('the schema can be asked for in development and not in production', () => {
  const routes = 'routes: [{name: g, prefix: /graphql, upstream: "http://127.0.0.1:1", graphql: {}}]'
  const allowed = (environment: Record<string, string>) =>
    readLayout(routes, environment).routes[0]?.graphql?.introspection
  expect([allowed({}), allowed({NODE_ENV: 'production'})]).toEqual([true, false])
})
