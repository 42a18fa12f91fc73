import {expect, test} from 'vitest'
import type {Finding} from '../../src/core/finding.js'
import type {Report} from '../../src/core/report.js'
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

/** Findings of three rules in two files: 60 of one rule and two causes, 9 of another, 1 of a third. */
function many(): Report {
  const findings: Finding[] = []
  const add = (rule: string, severity: Finding['severity'], path: string, line: number, message: string) =>
    findings.push({
      rule,
      severity,
      message,
      location: {path, start: {line, column: 1}, end: {line, column: 2}},
    })
  for (let line = 60; line > 0; line--)
    add(
      'openapi/operation-id',
      'warning',
      line % 2 ? 'a.yaml' : 'b.yaml',
      line,
      line === 30 ? '"GET /30" has no operationId.' : `The operationId "a_${line}" is not in camelCase.`,
    )
  for (let line = 1; line <= 9; line++)
    add(
      'openapi/errors',
      'error',
      'a.yaml',
      line,
      `"GET /${line}" declares no ${line % 2 ? '401, 429' : '429 (always)'}.`,
    )
  findings.push({
    ...(findings[0] as Finding),
    rule: 'openapi/shared',
    severity: 'error',
    message: 'Schema "Error" is wrong.',
    related: [report.findings[0]?.related?.[0] as NonNullable<Finding['related']>[number]],
    uses: 412,
  })
  return {outcome: 'fail', summary: '70 findings.', findings}
}

test('groups many findings by rule and cause, worst first, and says how many there are and how to see them', () => {
  expect(text(many(), style)).toBe(`error openapi/errors · 9 findings in 1 file
  a.yaml:1:1 "GET /1" declares no 401, 429.
  a.yaml:2:1 "GET /2" declares no 429 (always).
  a.yaml:3:1 "GET /3" declares no 401, 429.
      … and 6 more like these.

error openapi/shared · 1 finding in 1 file
  b.yaml:60:1 Schema "Error" is wrong.
      Its path. contracts/orders.yaml:5:3
      … and 411 more places.

warning openapi/operation-id · 60 findings in 2 files
  a.yaml:1:1 The operationId "a_1" is not in camelCase.
  a.yaml:3:1 The operationId "a_3" is not in camelCase.
  a.yaml:5:1 The operationId "a_5" is not in camelCase.
      … and 56 more like these.
  b.yaml:30:1 "GET /30" has no operationId.

By rule
  rule                  severity  findings  files
  openapi/errors        error            9      1
  openapi/shared        error            1      1
  openapi/operation-id  warning         60      2

8 of 70 findings are shown; --all prints every one of them.

70 findings.
`)
})

test('prints the same however the findings arrive, and all of them with --all', () => {
  const findings = many().findings
  const turned = {...many(), findings: [...findings].reverse()}
  expect(text(turned, style)).toBe(text(many(), style))
  const every = text(many(), {...style, all: true})
  expect(every.match(/^ +\d+:\d+ /gm)).toHaveLength(70)
  expect(every).not.toContain('--all')
})
