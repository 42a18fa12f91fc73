import {expect, test} from 'vitest'
import {constantRate} from '../../../src/loadtest/engine/schedule.js'
import {paced} from '../../../src/loadtest/gateway/measured/paced.js'

const never = new AbortController().signal

test('all are sent, in order, without waiting for answers', async () => {
  let open = 0
  let most = 0
  const arrivals = await paced(
    constantRate(200, 300),
    async index => {
      most = Math.max(most, ++open)
      await new Promise(resolve => setTimeout(resolve, 50))
      open--
      return index
    },
    never,
  )
  expect(arrivals.map(({result}) => result)).toEqual(Array.from({length: 60}, (_, index) => index))
  expect(most).toBeGreaterThan(3)
  // None is sent before its time.
  for (const [index, {at}] of arrivals.entries()) expect(at).toBeGreaterThanOrEqual(index * 5 - 0.01)
})

test('a failure ends it, and is thrown once, however many there were', async () => {
  let sent = 0
  const failing = paced(
    constantRate(500, 60_000),
    async index => {
      sent++
      if (index >= 5) throw new Error(`number ${index}`)
    },
    never,
  )
  await expect(failing).rejects.toThrow('number 5')
  expect(sent).toBeLessThan(5000)
})

test('Ctrl-C ends it with what was sent', async () => {
  const controller = new AbortController()
  const send = async (index: number) => {
    if (index === 10) controller.abort()
    return index
  }
  const arrivals = await paced(constantRate(100, 60_000), send, controller.signal)
  expect(arrivals.length).toBeGreaterThan(10)
  expect(arrivals.length).toBeLessThan(3000)
})
