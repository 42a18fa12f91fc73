import {expect, test} from 'vitest'
import {type Finding, inOrder, totals} from '../../src/core/finding.js'

function finding(path: string, line: number, column: number, rule: string): Finding {
  const place = {line, column}
  return {rule, severity: 'error', message: 'No.', location: {path, start: place, end: place}}
}

test('findings are in the order of files, places and rules, whatever order they came in', () => {
  const expected = [
    finding('a.yaml', 2, 9, 'openapi/b'),
    finding('a.yaml', 10, 1, 'openapi/b'),
    finding('a.yaml', 10, 2, 'openapi/a'),
    finding('a.yaml', 10, 2, 'openapi/b'),
    finding('b.yaml', 1, 1, 'openapi/a'),
  ]
  expect(inOrder([...expected].reverse())).toEqual(expected)
})

test('totals count each severity', () => {
  const one = finding('a.yaml', 1, 1, 'openapi/a')
  expect(totals([one, {...one, severity: 'info'}, one])).toEqual({error: 2, warning: 0, info: 1})
})
