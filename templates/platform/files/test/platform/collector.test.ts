import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test, vi} from 'vitest'
import {createCollector} from '../../src/platform/logging/collector.js'

function collector(portion: number, longestWait: number) {
  const seen: string[] = []
  const sink = {
    write: (text: string) => seen.push(text),
    flush: (done?: () => void) => done?.(),
    flushSync: () => seen.push('flushed'),
  }
  return {seen, collector: createCollector(sink, {portion, longestWait})}
}

test('lines are handed on together, as soon as there are enough of them', () => {
  const {seen, collector: lines} = collector(10, 60_000)
  for (const line of ['one\n', 'two\n', 'three\n', 'four\n']) lines.write(line)
  expect(seen).toEqual(['one\ntwo\nthree\n'])
})

test('no line waits for longer than it may', async () => {
  const {seen, collector: lines} = collector(1000, 30)
  lines.write('one\n')
  lines.write('two\n')
  await vi.waitFor(() => expect(seen).toEqual(['one\ntwo\n']), 5000)
  await sleep(60)
  expect(seen).toEqual(['one\ntwo\n'])
  lines.write('three\n')
  await vi.waitFor(() => expect(seen).toEqual(['one\ntwo\n', 'three\n']), 5000)
})

test('whoever flushes gets out all that waits', () => {
  const {seen, collector: lines} = collector(1000, 60_000)
  lines.write('one\n')
  const done = vi.fn()
  lines.flush(done)
  expect([seen, done.mock.calls.length]).toEqual([['one\n'], 1])
  lines.write('two\n')
  lines.flushSync()
  expect(seen).toEqual(['one\n', 'two\n', 'flushed'])
})
