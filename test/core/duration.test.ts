import {expect, test} from 'vitest'
import {parseDuration, showDuration} from '../../src/core/duration.js'

test.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['1.5m', 90_000],
  ['2h', 7_200_000],
])('%s is %d ms', (text, milliseconds) => {
  expect(parseDuration(text, '--wait')).toBe(milliseconds)
})

test.each(['', '30', 's', '-5s', '0s', '5 days', '25h', '1e3s', 'Infinitys'])('"%s" is refused', text => {
  expect(() => parseDuration(text, '--wait')).toThrow(`"${text}" is no duration for --wait.`)
})

test.each([
  [840, '840 ms'],
  [999.7, '1 s'],
  [1240, '1.2 s'],
  [30_000, '30 s'],
  [300_000, '5 min'],
])('%d ms is shown as %s', (milliseconds, text) => {
  expect(showDuration(milliseconds)).toBe(text)
})
