import {expect, test} from 'vitest'
import {createHands} from '../../src/messaging/hands.js'

/** Work that ends when it is told to. */
function works() {
  const begun: (() => void)[] = []
  return {begun, work: () => new Promise<void>(resolve => begun.push(resolve))}
}

const turn = () => new Promise<void>(resolve => setImmediate(resolve))

test('no more is in hand than may be, however many wait for room', async () => {
  const hands = createHands(2)
  const {begun, work} = works()
  for (let number = 0; number < 6; number++) void hands.takeNext(work)
  await turn()
  expect([begun.length, hands.free()]).toEqual([2, 0])
  for (let done = 0; done < 6; done++) {
    begun[done]?.()
    await turn()
    expect(begun.length).toBe(Math.min(6, done + 3))
  }
  await hands.empty()
  expect(hands.free()).toBe(2)
})

test('who is woken begins with nothing any more', async () => {
  const hands = createHands(1)
  const {begun, work} = works()
  hands.take(work)
  const next = hands.takeNext(work)
  const room = hands.room()
  hands.wake()
  await Promise.all([next, room])
  expect(begun.length).toBe(1)
  begun[0]?.()
  await hands.empty()
})
