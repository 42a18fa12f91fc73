import {performance} from 'node:perf_hooks'
import {expect, test} from 'vitest'
import {interruptible} from '../../src/lint/interruptible.js'

test('work that never waits hears that it is interrupted, within moments', async () => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(new Error('Interrupted.')), 1)
  const breathe = interruptible(controller.signal)
  const started = performance.now()
  const work = async () => {
    while (performance.now() - started < 20_000) await breathe()
  }
  await expect(work()).rejects.toThrow('Interrupted.')
})

test('work that was interrupted before it began does not begin', async () => {
  await expect(interruptible(AbortSignal.abort(new Error('Interrupted.')))()).rejects.toThrow('Interrupted.')
})
