import {afterAll, beforeAll, expect, test} from 'vitest'
import {warn} from '../../src/platform/context/warnings.js'
import {allScopes} from '../scopes.js'
import {startService, type TestService} from '../service.js'
import {ask, createMutation} from './ask.js'
import {socketClient} from './socket-client.js'

const warning = {code: 'STALE_CACHE', message: 'Nobody can say whether it still holds.', field: 'ownerId'}

let service: TestService
beforeAll(async () => {
  const hasMember = async () => {
    warn(warning)
    return true
  }
  service = await startService({directory: {hasMember}})
})
afterAll(() => service.close())

const meta = (requestId: unknown) => ({
  requestId,
  timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
  platform: 'service',
  processingTime: expect.any(Number),
})
const create = (ownerId?: string) => ({query: createMutation, variables: {input: {name: 'Owned', ownerId}}})

test('an answer says beside its data where it comes from, and what its caller should know', async () => {
  const plain = await ask(service, create())
  expect(plain.extensions).toEqual({meta: meta(plain.headers.get('x-request-id'))})
  const warned = await ask(service, create('m-1'))
  expect(warned.data.createWorkItem.errors).toEqual([])
  expect(warned.extensions).toEqual({meta: meta(warned.headers.get('x-request-id')), warnings: [warning]})
})

test('one over a socket does, too', async () => {
  const authorization = `Bearer ${await service.token(allScopes)}`
  const {begin, client} = socketClient(service.url, {connectionParams: {authorization}})
  const {told} = await begin(create('m-1'))
  expect(told[0]?.extensions).toEqual({meta: meta(expect.stringMatching(/^[0-9a-f-]{36}$/)), warnings: [warning]})
  await client.dispose()
})
