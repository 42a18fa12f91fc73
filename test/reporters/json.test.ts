import {expect, test} from 'vitest'
import {json} from '../../src/reporters/json.js'
import {report, style} from './report.js'

test('has the keys that others rely on', () => {
  const parsed = JSON.parse(json(report, style))
  expect(Object.keys(parsed)).toEqual(['outcome', 'summary', 'findings', 'totals', 'contracts'])
  expect(parsed.totals).toEqual({error: 1, warning: 1, info: 0})
  expect(parsed.findings[1]).toEqual({
    rule: 'openapi/operation-id',
    severity: 'error',
    message: '"GET /orders" has no operationId.',
    location: {path: 'contracts/orders.yaml', start: {line: 6, column: 5}, end: {line: 6, column: 8}},
    related: [
      {
        location: {path: 'contracts/orders.yaml', start: {line: 5, column: 3}, end: {line: 5, column: 10}},
        message: 'Its path.',
      },
    ],
  })
})

test('ends in a line break, so that it can be read line by line', () => {
  expect(json(report, style)).toMatch(/\}\n$/)
})
