import {expect, test} from 'vitest'
import {text} from '../../src/reporters/text.js'
import {report, style} from './report.js'

test('prints findings by file and place, then the rest, and the summary behind it', () => {
  expect(text(report, style)).toBe(`contracts/orders.yaml
  2:1 warning "info" has no "description". openapi/document-info
  6:5 error   "GET /orders" has no operationId. openapi/operation-id
      Its path. contracts/orders.yaml:5:3

Why
  Because a long sentence has to be broken where the terminal ends.
  a: 1
    b: 2

✓ read the contract
    one
    two

Latency
  percentile  milliseconds
  p50                    4
  p99.9             1234.5

1 error and 1 warning in 1 contract.

  mesh explain openapi/operation-id
`)
})

test('prints findings and the summary only when it is quiet', () => {
  const quiet = text(report, {...style, quiet: true})
  expect(quiet).toContain('has no operationId.')
  expect(quiet).toMatch(/\n\n1 error and 1 warning in 1 contract\.\n$/)
  for (const word of ['Why', 'Latency', 'read the contract', 'mesh explain']) expect(quiet).not.toContain(word)
})

test('shows the place, why and fix when it is verbose', () => {
  const verbose = text(report, {...style, verbose: true})
  expect(verbose).toContain('    > 6 |     get: {}\n        |     ^^^\n')
  expect(verbose).toContain('why Clients are named after it.')
  expect(verbose, 'the fix of the finding counts more than that of its rule').toContain('fix Say what it is about.')
  expect(verbose).not.toContain('fix Write one.')
})

test('uses no escape sequence without colour, and some with it', () => {
  for (const verbose of [false, true]) expect(text(report, {...style, verbose})).not.toContain('\u001B')
  expect(text(report, {...style, color: true})).toContain('\u001B[31m')
})

test('keeps prose and tables within a narrow terminal', () => {
  const table = {
    columns: ['file', 'state'],
    rows: [['contracts/a-very-long-folder-name/openapi-document.yaml', 'added']],
  }
  const prose = {title: 'Why', text: 'Because a long sentence has to be broken where the terminal ends.'}
  const narrow = text(
    {outcome: 'pass', summary: 'Done.', findings: [], sections: [prose], tables: [table]},
    {...style, width: 30},
  )
  for (const line of narrow.split('\n')) expect(line.length, line).toBeLessThanOrEqual(30)
  expect(narrow.replaceAll(/\s+/g, ' ')).toContain(prose.text)
  expect(narrow).toContain('…')
})

test('shows the part of a very long line that is meant', () => {
  const long = `${'x'.repeat(300)}NEEDLE${'y'.repeat(300)}`
  const location = {path: 'a.json', start: {line: 1, column: 301}, end: {line: 1, column: 307}}
  const finding = {rule: 'openapi/syntax', severity: 'error', message: 'No.', location} as const
  const printed = text(
    {outcome: 'fail', summary: 'Bad.', findings: [finding], sources: [{path: 'a.json', text: long}]},
    {...style, verbose: true, width: 60},
  )
  const [code = '', marker = ''] = printed.split('\n').slice(2)
  expect(code).toContain('NEEDLE')
  expect(marker.indexOf('^')).toBe(code.indexOf('NEEDLE'))
  expect(marker.trim()).toMatch(/^\| +\^{6}$/)
})
