import {expect, test} from 'vitest'
import {exampleWorkItems} from '../src/work-items/example-work-items.js'
import {createWorkItemFeed, type WorkItemEvent} from '../src/work-items/work-item-feed.js'

const [workItem] = exampleWorkItems
if (workItem === undefined) throw new Error('There is no example.')
const event: WorkItemEvent = {kind: 'changed', workItem}

test('every reader gets every event, from the moment on in which it asked', async () => {
  const feed = createWorkItemFeed()
  feed.publish({...event, kind: 'created'})
  const readers = [feed.watch(new AbortController().signal), feed.watch(new AbortController().signal)]
  feed.publish(event)
  for (const reader of readers) expect(await reader[Symbol.asyncIterator]().next()).toEqual({done: false, value: event})
})

test('a reader that waits is woken, and ends with its signal', async () => {
  const feed = createWorkItemFeed()
  const controller = new AbortController()
  const reader = feed.watch(controller.signal)[Symbol.asyncIterator]()
  const first = reader.next()
  feed.publish(event)
  expect(await first).toEqual({done: false, value: event})
  const second = reader.next()
  controller.abort()
  expect(await second).toEqual({done: true, value: undefined})
  const late = feed.watch(controller.signal)[Symbol.asyncIterator]()
  expect(await late.next()).toEqual({done: true, value: undefined})
})

test('a reader that is too far behind is told, and holds nothing up', async () => {
  const feed = createWorkItemFeed()
  const slow = feed.watch(new AbortController().signal)[Symbol.asyncIterator]()
  for (let told = 0; told < 1001; told++) feed.publish(event)
  await expect(slow.next()).rejects.toThrow('too slow')
  expect(await slow.next()).toEqual({done: true, value: undefined})
})
