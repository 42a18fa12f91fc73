import {afterAll, beforeAll, expect, test} from 'vitest'
import {startService, type TestService} from '../service.js'

let service: TestService
let location: string
beforeAll(async () => {
  service = await startService()
  const created = await service.send('/api/v1/work-items', {method: 'POST', body: {name: 'Locked'}})
  location = created.headers.get('location') ?? ''
})
afterAll(() => service.close())

const change = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  service.send(location, {method: 'PATCH', body, headers})

async function currentVersion(): Promise<number> {
  return (await service.send(location)).body.data.version
}

test('of many updates from one version exactly one wins, and the others learn why', async () => {
  const version = await currentVersion()
  const answers = await Promise.all(Array.from({length: 8}, (_, number) => change({version, name: `Name ${number}`})))
  const statuses = answers.map(({status}) => status).sort()
  expect(statuses).toEqual([200, 409, 409, 409, 409, 409, 409, 409])
  const lost = answers.find(({status}) => status === 409)
  expect(lost?.body.errors).toMatchObject([
    {code: 'VERSION_CONFLICT', details: {expectedVersion: version, currentVersion: version + 1}, retryable: false},
  ])
  expect(await currentVersion()).toBe(version + 1)
})

test('If-Match does the same as a condition', async () => {
  const version = await currentVersion()
  expect((await change({name: 'By tag'}, {'if-match': `"${version}"`})).status).toBe(200)
  const late = await change({name: 'Too late'}, {'if-match': `"${version}"`})
  expect([late.status, late.body.errors[0].code]).toEqual([412, 'PRECONDITION_FAILED'])
  expect(late.body.errors[0].details).toEqual({expectedVersion: version, currentVersion: version + 1})
  expect((await change({name: 'Whatever is there'}, {'if-match': '*'})).status).toBe(200)
  // A weak tag promises too little to overwrite something.
  expect((await change({name: 'Weak'}, {'if-match': `W/"${version}"`})).status).toBe(412)
})

test('there is no update without a version, and none with two', async () => {
  const version = await currentVersion()
  const without = await change({name: 'Blind'})
  expect([without.status, without.body.errors[0].field]).toEqual([422, 'version'])
  const two = await change({name: 'Confused', version}, {'if-match': `"${version + 1}"`})
  expect([two.status, two.body.errors[0].field]).toEqual([422, 'version'])
  expect(await currentVersion()).toBe(version)
})

test('a version beyond every number that a storage can keep is only a wrong one', async () => {
  const version = 999_999_999_999_999
  const answers = [
    await change({name: 'Far ahead', version}),
    await change({name: 'Far ahead'}, {'if-match': `"${version}"`}),
    await service.send(location, {method: 'DELETE', headers: {'if-match': `"${version}"`}}),
  ]
  expect(answers.map(({status}) => status)).toEqual([409, 412, 412])
})

test('a deletion can be bound to a version', async () => {
  const version = await currentVersion()
  const stale = await service.send(location, {method: 'DELETE', headers: {'if-match': `"${version + 5}"`}})
  expect(stale.status).toBe(412)
  const right = await service.send(location, {method: 'DELETE', headers: {'if-match': `"${version}"`}})
  expect(right.status).toBe(204)
})
