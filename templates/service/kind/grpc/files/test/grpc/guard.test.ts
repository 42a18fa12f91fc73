import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {readScope, writeScope} from '../scopes.js'
import {startService, type TestService} from '../service.js'
import {connect, detail} from './client.js'

let service: TestService
let client: ReturnType<typeof connect>
beforeAll(async () => {
  service = await startService()
  client = connect(service)
})
afterAll(async () => {
  client.close()
  await service.close()
})

const list = (options: Parameters<typeof client.call>[2]) => client.call('ListWorkItems', {}, options)

/** Another letter in the middle of the signature: at its end some letters mean the same. */
function bent(token: string): string {
  const place = token.length - 40
  return token.slice(0, place) + (token[place] === 'A' ? 'B' : 'A') + token.slice(place + 1)
}

test('a method of the contract knows who calls, or refuses', async () => {
  const nobody = await list({scopes: null})
  expect([nobody.code, detail(nobody, 'ErrorInfo').reason]).toEqual(['UNAUTHENTICATED', 'AUTHENTICATION_REQUIRED'])
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  const good = await service.token([readScope])
  const bad = ['nonsense', `${none}.${good.split('.')[1]}.`, bent(good)]
  for (const token of bad) {
    const refused = await list({scopes: null, metadata: {authorization: `Bearer ${token}`}})
    expect([refused.code, detail(refused, 'ErrorInfo').reason]).toEqual(['UNAUTHENTICATED', 'TOKEN_INVALID'])
  }
  expect((await list({scopes: null, metadata: {authorization: `Bearer ${good}`}})).code).toBe('OK')
})

test('a permission for one thing is none for another', async () => {
  const refused = await client.call('CreateWorkItem', {name: 'Not allowed'}, {scopes: [readScope]})
  expect([refused.code, detail(refused, 'ErrorInfo').reason]).toEqual(['PERMISSION_DENIED', 'PERMISSION_DENIED'])
  expect((await list({scopes: [writeScope]})).code).toBe('PERMISSION_DENIED')
})

test('claims of metadata are no proof', async () => {
  const claims = {'x-user-id': 'root', 'x-subject': 'root', 'x-scopes': readScope}
  expect((await list({scopes: null, metadata: claims})).code).toBe('UNAUTHENTICATED')
})

test('what comes in is counted, the trailers tell it, and too much is refused', async () => {
  const own = await startService({environment: {RATE_LIMIT_API: '2/60'}})
  const caller = connect(own)
  const calls = [await caller.call('ListWorkItems', {}), await caller.call('ListWorkItems', {})]
  expect(calls.map(({trailers}) => trailers.get('ratelimit-remaining'))).toEqual([['1'], ['0']])
  const refused = await caller.call('ListWorkItems', {})
  expect([refused.code, detail(refused, 'ErrorInfo').reason]).toEqual(['RESOURCE_EXHAUSTED', 'RATE_LIMIT_EXCEEDED'])
  expect(detail(refused, 'RetryInfo').retry_delay.seconds).toBeGreaterThan(0)
  expect(detail(refused, 'ErrorInfo').metadata).toMatchObject({limit: '2', windowSeconds: '60', retryable: 'true'})
  caller.close()
  await own.close()
})

describe('ids', () => {
  const requestId = '6e3b1c34-8f4b-4c8e-9c1e-1f2a3b4c5d6e'

  test('come back as they were sent', async () => {
    const metadata = {'x-request-id': requestId, 'x-correlation-id': 'flow-1'}
    for (const scopes of [[readScope], null]) {
      const {trailers, rich} = await list({scopes, metadata})
      expect([trailers.get('x-request-id'), trailers.get('x-correlation-id')]).toEqual([[requestId], ['flow-1']])
      if (scopes === null) expect(detail({rich}, 'RequestInfo').request_id).toBe(requestId)
    }
  })

  test('are made where they are none', async () => {
    const {trailers} = await list({metadata: {'x-request-id': 'one; two'}})
    expect(trailers.get('x-request-id')[0]).toMatch(/^[0-9a-f-]{36}$/)
    expect(trailers.get('x-correlation-id')).toEqual(trailers.get('x-request-id'))
  })
})

test('calls are counted by their status', async () => {
  await list({scopes: null})
  const text = await service.metrics.registry.metrics()
  const about = 'grpc_service="example.work_items.v1.WorkItemService",grpc_method="ListWorkItems",grpc_type="unary"'
  expect(text).toMatch(
    new RegExp(`grpc_server_handled_total\\{${about},grpc_code="UNAUTHENTICATED",platform="service"\\} [1-9]`),
  )
  expect(text).toMatch(new RegExp(`grpc_server_handling_seconds_count\\{${about}\\} [1-9]`))
  expect(text).toContain('auth_failures_total{method="bearer",code="TOKEN_INVALID"}')
})
