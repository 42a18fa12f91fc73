import {afterAll, beforeAll, expect, test} from 'vitest'
import {readScope} from '../scopes.js'
import {startService, type TestService} from '../service.js'
import {ask, create} from './ask.js'
import {socketClient} from './socket-client.js'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

/** The figures whose names begin with this, as `/metrics` writes them; those of buckets are left out. */
async function figures(name: string): Promise<readonly string[]> {
  const text = await service.metrics.registry.metrics()
  return text.split('\n').filter(line => line.startsWith(name) && !/_bucket|_sum/.test(line))
}

test('operations are counted and timed by their type, errors by their code, and nothing by what callers choose', async () => {
  await ask(service, 'query Mine { workItems { totalCount } }')
  await create(service, {name: 'Counted'})
  await ask(service, 'query Yours { workItem(id: 7) { nme } }')
  await ask(service, '{ workItems(first: 1000) { totalCount } }')
  await ask(service, '{ workItems {')
  await ask(service, '{ workItems { totalCount } }', {scopes: []})
  await ask(service, 'subscription { workItemCreated { id } }')

  expect(await figures('graphql_queries_total{')).toEqual([
    'graphql_queries_total{type="query",outcome="answered"} 1',
    'graphql_queries_total{type="mutation",outcome="answered"} 1',
    'graphql_queries_total{type="unknown",outcome="refused"} 2',
    'graphql_queries_total{type="query",outcome="failed"} 1',
    'graphql_queries_total{type="query",outcome="refused"} 1',
    'graphql_queries_total{type="subscription",outcome="refused"} 1',
  ])
  expect(await figures('graphql_query_duration_seconds')).toEqual([
    'graphql_query_duration_seconds_count{type="query"} 2',
    'graphql_query_duration_seconds_count{type="mutation"} 1',
  ])
  expect(await figures('graphql_errors_total{')).toEqual([
    'graphql_errors_total{code="MALFORMED_REQUEST"} 3',
    'graphql_errors_total{code="VALIDATION_FAILED"} 1',
    'graphql_errors_total{code="PERMISSION_DENIED"} 1',
  ])
  expect(await figures('graphql_')).not.toContainEqual(expect.stringMatching(/Mine|Yours/))
})

test('those of a socket are counted with them', async () => {
  const authorization = `Bearer ${await service.token([readScope])}`
  const {begin, client} = socketClient(service.url, {connectionParams: {authorization}})
  // A query behind it tells that the service has it.
  await begin('subscription { workItemCreated { id } }')
  const told = await figures('graphql_queries_total{')
  expect(told).toContain('graphql_queries_total{type="subscription",outcome="answered"} 1')
  expect(told).toContain('graphql_queries_total{type="query",outcome="answered"} 2')
  await client.dispose()
})
