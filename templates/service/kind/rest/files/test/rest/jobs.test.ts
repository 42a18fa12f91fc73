import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {currentContext} from '../../src/platform/context/request-context.js'
import {writeScope} from '../scopes.js'
import {startService, type TestAnswer, type TestService} from '../service.js'

const path = '/api/v1/work-item-imports'
const later = {prefer: 'respond-async'}

let service: TestService
const waiting: (() => void)[] = []
beforeAll(async () => {
  service = await startService({
    environment: {JOBS_AT_ONCE: '1', JOBS_WAITING: '2'},
    directory: {
      hasMember: async id => {
        if (id === 'slow') await new Promise<void>(resolve => waiting.push(resolve))
        if (id === 'broken') throw new Error('SELECT * FROM members')
        return id !== 'nobody'
      },
    },
  })
})
afterAll(() => service.close())

const send = (items: readonly unknown[], headers: Readonly<Record<string, string>> = {}) =>
  service.send(path, {method: 'POST', body: {items}, headers})

const slow = {name: 'Slow', ownerId: 'slow'}
const total = async (): Promise<number> => (await service.send('/api/v1/work-items')).body.meta.pagination.total

async function letGo(): Promise<void> {
  while (waiting.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
  for (const go of waiting.splice(0)) go()
}

/** Asks as a client does: again and again, until the job is over. */
async function over(location: string | null): Promise<TestAnswer> {
  for (;;) {
    const answer = await service.send(location ?? '')
    expect(answer.status).toBe(200)
    if (!['pending', 'processing'].includes(answer.body.data.status)) return answer
    expect(answer.headers.get('retry-after')).toBe('1')
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

describe('many at once', () => {
  test('each is told what became of it, in the sequence of the request', async () => {
    const items = [{name: 'One'}, {name: 'Two', ownerId: 'nobody'}, {name: 'Three', ownerId: 'broken'}, {name: 'Four'}]
    const {status, body} = await send(items)
    expect(status).toBe(200)
    expect(body.data).toMatchObject({
      created: 2,
      refused: 2,
      results: [
        {index: 0, item: {name: 'One', version: 1}},
        {index: 1, errors: [{code: 'VALIDATION_FAILED', field: 'items.1.ownerId', retryable: false}]},
        {index: 2, errors: [{code: 'INTERNAL_ERROR', field: 'items.2', severity: 'high'}]},
        {index: 3, item: {name: 'Four'}},
      ],
    })
    expect(body.warnings).toMatchObject([{code: 'PARTIAL_FAILURE'}])
    expect(JSON.stringify(body)).not.toContain('SELECT')
  })

  test('nothing is made when the request as a whole is wrong', async () => {
    const before = await total()
    const wrong = await send([{name: 'Good'}, {name: ''}])
    expect([wrong.status, wrong.body.errors[0].field]).toEqual([422, 'items.1.name'])
    for (const items of [[], Array.from({length: 101}, () => ({name: 'Many'}))]) {
      expect((await send(items)).body.errors).toMatchObject([{code: 'VALIDATION_FAILED', field: 'items'}])
    }
    expect(await total()).toBe(before)
  })

  test('a hundred are made once, however often they are sent with one key', async () => {
    const before = await total()
    const items = Array.from({length: 100}, (_, number) => ({name: `Number ${number}`}))
    const [first, again] = [
      await send(items, {'idempotency-key': 'all'}),
      await send(items, {'idempotency-key': 'all'}),
    ]
    expect(first.body.data.results.map(({item}: {item: {name: string}}) => item.name)).toEqual(
      items.map(({name}) => name),
    )
    expect(first.body.warnings).toBeUndefined()
    expect(again.body.data).toEqual(first.body.data)
    expect(await total()).toBe(before + 100)
  })
})

describe('a job', () => {
  test('is answered at once, is done later, and its result is what the answer would have been', async () => {
    const accepted = await send([slow, {name: 'Quick', ownerId: 'nobody'}], later)
    expect(accepted.status).toBe(202)
    expect(accepted.body.data).toEqual({jobId: expect.any(String), status: 'pending'})
    expect(accepted.headers.get('preference-applied')).toBe('respond-async')
    const location = accepted.headers.get('location')
    expect(location).toBe(`/api/v1/jobs/${accepted.body.data.jobId}`)
    const doneFor: unknown[] = []
    const stop = service.workItems.listen(() => doneFor.push(currentContext()?.subject))
    await letGo()
    const {body} = await over(location)
    stop()
    expect(doneFor).toEqual(['tester'])
    expect(body.data).toMatchObject({
      status: 'completed',
      progress: 100,
      kind: 'work-item-import',
      result: {created: 1, refused: 1, results: [{index: 0}, {index: 1, errors: [{field: 'items.1.ownerId'}]}]},
    })
  })

  test('is made once for one key', async () => {
    const headers = {...later, 'idempotency-key': 'job'}
    const [first, again] = [await send([{name: 'Keyed'}], headers), await send([{name: 'Keyed'}], headers)]
    expect(again.status).toBe(202)
    expect(again.body.data.jobId).toBe(first.body.data.jobId)
    await over(first.headers.get('location'))
  })

  test('is nobody else’s business', async () => {
    const location = (await send([{name: 'Mine'}], later)).headers.get('location') ?? ''
    const headers = {authorization: `Bearer ${await service.token([writeScope], 'somebody else')}`}
    for (const method of ['GET', 'DELETE']) {
      const {status, body} = await service.send(location, {method, headers})
      expect([status, body.errors[0].code]).toEqual([404, 'JOB_NOT_FOUND'])
    }
    expect((await over(location)).body.data.status).toBe('completed')
  })

  test('can be cancelled while it is not over, and then stays so', async () => {
    const location = (await send([slow], later)).headers.get('location') ?? ''
    while (waiting.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
    for (let time = 0; time < 2; time += 1) {
      const {status, body} = await service.send(location, {method: 'DELETE'})
      expect([status, body.data.status]).toEqual([200, 'cancelled'])
    }
    await letGo()
    expect((await over(location)).body.data.status).toBe('cancelled')
    const done = (await send([{name: 'Done'}], later)).headers.get('location') ?? ''
    await over(done)
    const refused = await service.send(done, {method: 'DELETE'})
    expect([refused.status, refused.body.errors[0].code]).toEqual([409, 'STATE_CONFLICT'])
  })

  test('is refused while too many wait, and nothing is lost', async () => {
    const locations: (string | null)[] = []
    const first = await send([slow], later)
    while (waiting.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
    locations.push(first.headers.get('location'))
    for (let number = 0; number < 2; number += 1) {
      locations.push((await send([{name: 'Waiting'}], later)).headers.get('location'))
    }
    const {status, body, headers} = await send([{name: 'Too much'}], {...later, 'idempotency-key': 'full'})
    expect([status, body.errors[0].code, headers.get('retry-after')]).toEqual([503, 'SERVICE_UNAVAILABLE', '5'])
    await letGo()
    for (const location of locations) expect((await over(location)).body.data.status).toBe('completed')
    // The refusal was not kept: the same key may try again.
    const again = await send([{name: 'Too much'}], {...later, 'idempotency-key': 'full'})
    expect((await over(again.headers.get('location'))).body.data.result.created).toBe(1)
  })
})
