import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {currentContext} from '../../src/platform/context/request-context.js'
import {readScope, writeScope} from '../scopes.js'
import {startService, type TestService} from '../service.js'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const path = '/api/v1/work-items'

async function create(name: string) {
  const {body} = await service.send(path, {method: 'POST', body: {name}})
  return body.data as {id: string; version: number}
}

test('a work item is created, read, changed and deleted', async () => {
  const created = await service.send(path, {method: 'POST', body: {name: 'One', description: 'The first'}})
  expect(created.status).toBe(201)
  expect(created.body.data).toMatchObject({name: 'One', description: 'The first', version: 1})
  expect(created.body.data.id).toMatch(uuid)
  const location = created.headers.get('location') ?? ''
  expect(location).toBe(`${path}/${created.body.data.id}`)

  const read = await service.send(location)
  expect(read.status).toBe(200)
  expect(read.body.data).toEqual(created.body.data)
  expect(read.headers.get('etag')).toBe('"1"')
  expect(read.headers.get('cache-control')).toBe('private, no-cache')

  const changed = await service.send(location, {method: 'PATCH', body: {version: 1, name: 'Two', description: null}})
  expect(changed.status).toBe(200)
  expect(changed.body.data).toMatchObject({id: created.body.data.id, name: 'Two', version: 2})
  expect(changed.body.data).not.toHaveProperty('description')
  expect(changed.body.data.createdAt).toBe(created.body.data.createdAt)

  const deleted = await service.send(location, {method: 'DELETE'})
  expect([deleted.status, deleted.body]).toEqual([204, undefined])
  expect(deleted.headers.get('x-request-id')).toMatch(uuid)
  expect((await service.send(location)).status).toBe(404)
  expect((await service.send(location, {method: 'DELETE'})).status).toBe(404)
})

test('what is not changed stays as it is', async () => {
  const {id} = await create('Kept')
  await service.send(`${path}/${id}`, {method: 'PATCH', body: {version: 1, description: 'New'}})
  const {body} = await service.send(`${path}/${id}`)
  expect(body.data).toMatchObject({name: 'Kept', description: 'New', version: 2})
})

test('what happens is done for its caller, whom events and log lines name', async () => {
  const doneFor: unknown[] = []
  const stop = service.workItems.listen(() => doneFor.push(currentContext()?.subject))
  const {id} = await create('Mine')
  const headers = {authorization: `Bearer ${await service.token([readScope, writeScope], 'ann')}`}
  await service.send(`${path}/${id}`, {method: 'DELETE', headers})
  stop()
  expect(doneFor).toEqual(['tester', 'ann'])
})

test('a caller who has the current version gets 304 and no body', async () => {
  const {id} = await create('Cached')
  const same = await service.send(`${path}/${id}`, {headers: {'if-none-match': 'W/"1", "7"'}})
  expect([same.status, same.body, same.headers.get('etag')]).toEqual([304, undefined, '"1"'])
  expect((await service.send(`${path}/${id}`, {headers: {'if-none-match': '"2"'}})).status).toBe(200)
})

test('an owner must be a member of the directory', async () => {
  const known = await service.send(path, {method: 'POST', body: {name: 'Owned', ownerId: 'm-1'}})
  expect([known.status, known.body.data.ownerId]).toEqual([201, 'm-1'])
  const unknown = await service.send(path, {method: 'POST', body: {name: 'Owned', ownerId: 'm-2'}})
  expect(unknown.status).toBe(422)
  expect(unknown.body.errors).toMatchObject([{code: 'VALIDATION_FAILED', field: 'ownerId'}])
})

describe('a list', () => {
  test('is walked page by page without gap or repetition', async () => {
    for (let number = 0; number < 7; number += 1) await create(`Listed ${number}`)
    const first = await service.send(`${path}?limit=3`)
    const {total} = first.body.meta.pagination
    const seen: string[] = []
    for (let page = 1; ; page += 1) {
      const {body} = await service.send(`${path}?page=${page}&limit=3`)
      seen.push(...body.data.map((workItem: {id: string}) => workItem.id))
      expect(body.meta.pagination).toEqual({
        page,
        limit: 3,
        total,
        hasNext: page * 3 < total,
        hasPrev: page > 1,
      })
      if (!body.meta.pagination.hasNext) break
    }
    expect(seen.length).toBe(total)
    expect(new Set(seen).size).toBe(total)
  })

  test('shows what is asked for, in the sequence that is asked for', async () => {
    for (const name of ['Asked b', 'Asked C', 'Other', 'Asked a']) await create(name)
    const names = async (query: string) => {
      const {status, body} = await service.send(`${path}?${query}`)
      return [status, body.data.map(({name}: {name: string}) => name), body.meta.pagination.total]
    }
    expect(await names('name=asked&sort=name')).toEqual([200, ['Asked C', 'Asked a', 'Asked b'], 3])
    expect(await names('name=asked&sort=-name&limit=1&page=2')).toEqual([200, ['Asked a'], 3])
    expect(await names('ownerId=nobody')).toEqual([200, [], 0])
    const unknown = await service.send(`${path}?sort=price`)
    expect([unknown.status, unknown.body.errors[0].field]).toEqual([422, 'sort'])
  })

  test('takes page 1 and 20 items unless it is told otherwise', async () => {
    const {body} = await service.send(path)
    expect(body.meta.pagination).toMatchObject({page: 1, limit: 20})
  })

  test('is empty beyond its end', async () => {
    const {status, body} = await service.send(`${path}?page=1000`)
    expect([status, body.data, body.meta.pagination.hasNext]).toEqual([200, [], false])
  })

  test.each(['limit=0', 'limit=-1', 'limit=101', 'page=0'])('refuses %s instead of guessing', async query => {
    const {status, body} = await service.send(`${path}?${query}`)
    expect(status).toBe(422)
    expect(body.errors).toMatchObject([{code: 'VALIDATION_FAILED', field: query.split('=')[0]}])
  })
})
