import {expect, test} from 'vitest'
import {fingerprints} from '../../src/core/fingerprint.js'

function finding(line: number, message = 'No.', rule = 'openapi/a', path = 'a.yaml') {
  return {rule, severity: 'error', message, location: {path, start: {line, column: 1}, end: {line, column: 2}}} as const
}

test('says which findings are the same in two runs', () => {
  const before = fingerprints([finding(1), finding(4, 'Other.'), finding(9)])
  expect(fingerprints([finding(31), finding(34, 'Other.'), finding(39)])).toEqual(before)
  expect(fingerprints([finding(1), finding(9)])).toEqual([before[0], before[2]])
})

test('differs by rule, file and message, and between twins', () => {
  const all = fingerprints([
    finding(1),
    finding(1),
    finding(1, 'No!'),
    finding(1, 'No.', 'openapi/b'),
    finding(1, 'No.', 'openapi/a', 'b.yaml'),
  ])
  expect(new Set(all).size).toBe(5)
  for (const id of all) expect(id).toMatch(/^[\da-f]{16}$/)
})

test('does not collide over a hundred thousand messages that are nearly alike', () => {
  const all = fingerprints(Array.from({length: 100_000}, (_, index) => finding(1, `Schema "S${index}" is wrong.`)))
  expect(new Set(all).size).toBe(all.length)
})
