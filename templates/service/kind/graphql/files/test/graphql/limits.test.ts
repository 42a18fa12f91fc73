import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {readScope, writeScope} from '../scopes.js'
import {startService, type TestService} from '../service.js'
import {ask, codesOf, createMutation} from './ask.js'

let service: TestService
beforeAll(async () => {
  service = await startService({environment: {GRAPHQL_INTROSPECTION: 'off', BODY_LIMIT: '60000'}})
})
afterAll(() => service.close())

const nested = (levels: number) =>
  `{ workItems { edges { node { ${'owner { workItems { edges { node { '.repeat(levels)} id ${'} } } }'.repeat(levels)} } } } }`

async function refusal(...call: Parameters<typeof ask> extends [unknown, ...infer Rest] ? Rest : never) {
  const answer = await ask(service, ...call)
  return [answer.status, ...codesOf(answer)]
}

describe('an operation is refused before it is begun', () => {
  test('that goes too deep, also in fragments', async () => {
    expect(await refusal(nested(2))).toEqual([400, 'QUERY_TOO_DEEP'])
    const query = `
      { workItems { edges { ...E } } }
      fragment E on WorkItemEdge { node { owner { workItems { edges { ...F } } } } }
      fragment F on WorkItemEdge { node { owner { workItems { edges { node { id } } } } } }`
    expect(await refusal(query)).toEqual([400, 'QUERY_TOO_DEEP'])
  })

  test('that asks for too much', async () => {
    const lists = Array.from({length: 9}, (_, index) => `l${index}: workItems { edges { cursor } }`).join(' ')
    expect(await refusal(`{ ${lists} }`)).toEqual([400, 'QUERY_TOO_COMPLEX'])
  })

  test('that asks for the schema, and its mistakes do not tell it', async () => {
    for (const query of [
      '{ __schema { types { name } } }',
      '{ __type(name: "Query") { name } }',
      '{ _service { sdl } }',
    ]) {
      expect(await refusal(query)).toEqual([400, 'INTROSPECTION_DISABLED'])
    }
    const {errors} = await ask(service, '{ workItem(id: "1") { nme } }')
    expect(errors[0]?.message).toContain('nme')
    expect(errors[0]?.message).not.toContain('name"')
  })

  test('that can not be read, or does not fit', async () => {
    expect(await refusal('{ workItem(')).toEqual([400, 'MALFORMED_REQUEST'])
    expect(await refusal('{ workItem }')).toContain('MALFORMED_REQUEST')
    expect(await refusal({query: createMutation, variables: {input: {name: 7}}})).toEqual([400, 'MALFORMED_REQUEST'])
    expect(await refusal({})).toEqual([400, 'MALFORMED_REQUEST'])
    expect(await refusal({query: 7})).toEqual([400, 'MALFORMED_REQUEST'])
    expect(await refusal([{query: '{ __typename }'}])).toEqual([400, 'MALFORMED_REQUEST'])
    expect(await refusal(`{ ${'a '.repeat(6000)} }`)).toEqual([400, 'QUERY_TOO_LARGE'])
  })

  test('that is a subscription over HTTP', async () => {
    const [status, ...codes] = await refusal('subscription { workItemCreated { id } }')
    expect([status, codes.length]).toEqual([400, 1])
  })

  test('whose body is too large or of another kind', async () => {
    expect(await refusal(`{ workItem(id: "${'x'.repeat(61_000)}") { id } }`)).toEqual([413, 'PAYLOAD_TOO_LARGE'])
    expect(await refusal('{ __typename }', {headers: {'content-type': 'text/plain'}})).toEqual([
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ])
    expect(await refusal('{ __typename }', {headers: {accept: 'text/html'}})).toEqual([406, 'NOT_ACCEPTABLE'])
  })
})

describe('callers', () => {
  test('without a proof are told how to bring one', async () => {
    const {status, headers, errors} = await ask(service, '{ __typename }', {scopes: null})
    expect([status, codesOf({errors})]).toEqual([401, ['AUTHENTICATION_REQUIRED']])
    expect(headers.get('www-authenticate')).toContain('Bearer')
  })

  test('may ask for what their permissions cover, and for nothing that is hidden in a fragment', async () => {
    expect(await refusal('{ __typename }', {scopes: []})).toEqual([200])
    expect(await refusal('{ workItems { totalCount } }', {scopes: [writeScope]})).toEqual([403, 'PERMISSION_DENIED'])
    const hidden = '{ __typename ...A } fragment A on Query { workItem(id: "1") { id } }'
    expect(await refusal(hidden, {scopes: []})).toEqual([403, 'PERMISSION_DENIED'])
    const make = {query: createMutation, variables: {input: {name: 'X'}}}
    expect(await refusal(make, {scopes: [readScope]})).toEqual([403, 'PERMISSION_DENIED'])
    expect(await refusal(make, {scopes: [readScope, writeScope]})).toEqual([200])
  })

  test('need the permissions of the operation that they run, not of those beside it', async () => {
    const query = 'query Mine { __typename } query Other { workItems { totalCount } }'
    expect(await refusal({query, operationName: 'Mine'}, {scopes: []})).toEqual([200])
    expect(await refusal({query, operationName: 'Other'}, {scopes: []})).toEqual([403, 'PERMISSION_DENIED'])
    expect((await refusal({query, operationName: 'Third'}, {scopes: []}))[0]).toBe(400)
  })

  test('can not reach by an entity what they may not read', async () => {
    const query = 'query($r: [_Any!]!) { _entities(representations: $r) { ... on WorkItem { name } } }'
    const variables = {r: [{__typename: 'WorkItem', id: '00000000-0000-4000-8000-000000000001'}]}
    expect(await refusal({query, variables}, {scopes: []})).toEqual([403, 'PERMISSION_DENIED'])
    expect((await ask(service, {query, variables})).data._entities).toEqual([{name: 'First work item'}])
  })

  test('are counted by the limit of the class "graphql"', async () => {
    const limited = await startService({environment: {RATE_LIMIT_GRAPHQL: '2/60'}})
    const statuses = []
    for (let call = 0; call < 3; call += 1) statuses.push(await ask(limited, '{ __typename }'))
    expect(statuses.map(({status}) => status)).toEqual([200, 200, 429])
    expect(codesOf(statuses[2] ?? {errors: []})).toEqual(['RATE_LIMIT_EXCEEDED'])
    expect(Number(statuses[2]?.headers.get('retry-after'))).toBeGreaterThan(0)
    await limited.close()
  })
})

test('a request that takes too long is answered', async () => {
  const slow = await startService({
    environment: {REQUEST_TIMEOUT: '150'},
    directory: {hasMember: () => new Promise(resolve => setTimeout(resolve, 1000, true))},
  })
  const answer = await ask(slow, {query: createMutation, variables: {input: {name: 'Slow', ownerId: 'm-1'}}})
  expect([answer.status, codesOf(answer)]).toEqual([503, ['SERVICE_UNAVAILABLE']])
  await slow.close()
})

test('the answer has the type that was asked for', async () => {
  const typed = async (accept: string) =>
    (await ask(service, '{ __typename }', {headers: {accept}})).headers.get('content-type')
  expect(await typed('application/graphql-response+json, application/json;q=0.9')).toContain('graphql-response+json')
  expect(await typed('application/json')).toContain('application/json')
  expect(await typed('*/*')).toContain('application/json')
  for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
    const {headers, status} = await service.send('/graphql', {method})
    expect([status, headers.get('allow')]).toEqual([405, 'POST'])
  }
})
