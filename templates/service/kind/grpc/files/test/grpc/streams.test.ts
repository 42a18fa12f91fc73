import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {until} from '../process.js'
import {startService, type TestService} from '../service.js'
import {connect, ending, type Message} from './client.js'

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

describe('watching', () => {
  test('tells what happens from now on, in its order', async () => {
    const stream = await client.download('WatchWorkItems', {})
    const told: string[] = []
    stream.on('data', ({kind, workItem}: Message) => told.push(`${kind} ${workItem.name}`))
    const end = ending(stream)
    await watched(1)
    const {id, etag} = (await client.call('CreateWorkItem', {name: 'Watched'})).answer.workItem
    await client.call('UpdateWorkItem', {workItem: {id, name: 'Changed', etag}})
    await client.call('DeleteWorkItem', {id})
    await until(() => told.length === 3)
    expect(told).toEqual([
      'WORK_ITEM_EVENT_KIND_CREATED Watched',
      'WORK_ITEM_EVENT_KIND_CHANGED Changed',
      'WORK_ITEM_EVENT_KIND_REMOVED Changed',
    ])
    stream.cancel()
    expect((await end).code).toBe('CANCELLED')
    await watched(0)
  })

  test('tells only of those that are asked for', async () => {
    const stream = await client.download('WatchWorkItems', {ownerId: 'm-1'})
    const told: string[] = []
    stream.on('data', ({workItem}: Message) => told.push(workItem.name))
    const end = ending(stream)
    await watched(1)
    await client.call('CreateWorkItem', {name: 'Of nobody'})
    await client.call('CreateWorkItem', {name: 'Of m-1', ownerId: 'm-1'})
    await until(() => told.length > 0)
    expect(told).toEqual(['Of m-1'])
    stream.cancel()
    await end
    await watched(0)
  })

  test('ends in time when the client has set one', async () => {
    const stream = await client.download('WatchWorkItems', {}, {within: 200})
    expect((await ending(stream)).code).toBe('DEADLINE_EXCEEDED')
    await watched(0)
  })

  test('a client that does not read is told so and holds nobody up', async () => {
    const stream = await client.download('WatchWorkItems', {})
    // It reads one message and then no more.
    stream.once('data', () => stream.pause())
    await watched(1)
    const description = 'x'.repeat(1000)
    const drafts = Array.from({length: 4000}, (_, n) => ({workItem: {name: `Number ${n}`, description}}))
    // By a connection of its own: what nobody reads fills the window of the one that it comes by.
    const other = connect(service)
    const {answer} = await other.upload('UploadWorkItems', drafts)
    other.close()
    expect(answer).toMatchObject({created: 4000, refused: 0})
    expect(await ending(stream)).toMatchObject({code: 'UNAVAILABLE', message: 'The reader is too slow for the events.'})
    await watched(0)
  }, 30_000)

  /** Waits until so many calls are under way. */
  async function watched(calls: number): Promise<void> {
    for (let tries = 0; tries < 500; tries++) {
      const text = await service.metrics.registry.getSingleMetricAsString('grpc_server_in_flight')
      if (text.includes(`grpc_server_in_flight ${calls}`)) return
      await sleep(10)
    }
    throw new Error(`There are never ${calls} calls under way.`)
  }
})

describe('an upload', () => {
  test('makes each for itself, and tells of those that were refused', async () => {
    const drafts = [{name: 'One'}, {name: ''}, {name: 'Two', ownerId: 'nobody'}, {name: 'Three', requestId: 'u-1'}]
    const requests = [...drafts.map(workItem => ({workItem})), {}]
    const {code, answer} = await client.upload('UploadWorkItems', requests)
    expect(code).toBe('OK')
    expect(answer).toMatchObject({
      created: 2,
      refused: 3,
      refusals: [
        {index: 1, code: 'VALIDATION_FAILED', field: 'name'},
        {index: 2, code: 'VALIDATION_FAILED', field: 'ownerId'},
        {index: 4, code: 'VALIDATION_FAILED', field: 'name'},
      ],
    })
    const again = await client.call('CreateWorkItem', {name: 'Three', requestId: 'u-1'})
    expect(again.code).toBe('OK')
  })

  test('of nothing makes nothing', async () => {
    expect((await client.upload('UploadWorkItems', [])).answer).toEqual({created: 0, refused: 0, refusals: []})
  })
})

describe('a synchronisation', () => {
  test('answers one after the other', async () => {
    const stream = await client.sync('SyncWorkItems')
    const answers: Message[] = []
    const end = new Promise(resolve => stream.on('data', answer => answers.push(answer)).on('end', resolve))
    stream.write({create: {name: 'Synchronised'}})
    await until(() => answers.length === 1)
    const {id, etag} = answers[0].workItem
    stream.write({update: {workItem: {id, name: 'Changed', etag}}})
    stream.write({update: {workItem: {id, name: 'Late', etag}}})
    stream.write({delete: {id}})
    stream.write({})
    stream.end()
    await end
    expect(answers.map(({index, outcome}) => [index, outcome])).toEqual([
      [0, 'workItem'],
      [1, 'workItem'],
      [2, 'refusal'],
      [3, undefined],
      [4, 'refusal'],
    ])
    expect(answers[1].workItem.name).toBe('Changed')
    expect([answers[2].refusal.code, answers[4].refusal.field]).toEqual(['PRECONDITION_FAILED', 'operation'])
  })

  test('reads no faster than it is read', async () => {
    const stream = await client.sync('SyncWorkItems')
    const end = ending(stream)
    stream.pause()
    const most = 20_000
    const description = 'x'.repeat(1000)
    const before = (await client.call('ListWorkItems', {})).answer.pagination.total
    let written = 0
    // As fast as the server takes it: it does not take all of it, as nobody takes its answers.
    while (written < most) {
      const room = stream.write({create: {name: `Number ${written}`, description}})
      written += 1
      if (!room && !(await drained(stream))) break
    }
    expect(written).toBeLessThan(most)
    const made = (await client.call('ListWorkItems', {})).answer.pagination.total - before
    expect(made).toBeLessThan(written)
    // As soon as somebody reads it goes on.
    stream.on('data', () => {})
    stream.resume()
    stream.end()
    expect((await end).code).toBe('OK')
    expect((await client.call('ListWorkItems', {})).answer.pagination.total - before).toBe(written)
  }, 30_000)

  /** Whether there is room again within a while. */
  async function drained(stream: {once(event: 'drain', listener: () => void): void}): Promise<boolean> {
    return Promise.race([
      new Promise<boolean>(resolve => stream.once('drain', () => resolve(true))),
      sleep(500).then(() => false),
    ])
  }
})
