import {expect, test} from 'vitest'
import {markdown} from '../../src/reporters/markdown.js'
import {awkward, findingAt} from './awkward.js'
import {report, style} from './report.js'

/** The cells of every row of every table. */
function rows(text: string): string[][] {
  return text
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map(cell => cell.trim()),
    )
}

test('says how it went, counts by rule and by file, and tells the findings, the worst first', () => {
  const text = markdown(report, style)
  expect(text).toMatch(/^### ❌ 1 error and 1 warning in 1 contract\.\n/)
  expect(rows(text)).toEqual([
    ['rule', '', 'findings', 'files', 'what it says'],
    ['---', '---', '---:', '---:', '---'],
    [
      '[`openapi/operation-id`](https://github.com/mesh-cli/mesh/blob/main/docs/rules/openapi/operation-id.md)',
      '🔴 error',
      '1',
      '1',
      'Require an operationId',
    ],
    [
      '[`openapi/document-info`](https://github.com/mesh-cli/mesh/blob/main/docs/rules/openapi/document-info.md)',
      '🟡 warning',
      '1',
      '1',
      'Require a description',
    ],
    ['file', 'errors', 'warnings', 'info'],
    ['---', '---:', '---:', '---:'],
    ['`contracts/orders.yaml`', '1', '1', '0'],
    ['place', '', 'finding', 'rule'],
    ['---', '---', '---', '---'],
    ['`contracts/orders.yaml:6:5`', '🔴', '"GET /orders" has no operationId.', '`openapi/operation-id`'],
    ['`contracts/orders.yaml:2:1`', '🟡', '"info" has no "description".', '`openapi/document-info`'],
    ['percentile', 'milliseconds'],
    ['---', '---:'],
    ['p50', '4'],
    ['p99.9', '1234.5'],
  ])
  expect(text).toContain('- ✅ read the contract')
})

test('a clean run is one line', () => {
  expect(markdown({outcome: 'pass', summary: 'No findings.', findings: []}, style)).toBe('### ✅ No findings.\n')
})

test('no text breaks a table, becomes HTML, ends a block of code or mentions anybody', () => {
  const text = markdown({...awkward, summary: 'Ask @someone about #12.'}, style)
  for (const row of rows(text)) expect([1, 4, 5]).toContain(row.length)
  expect(text).not.toContain('<b>')
  expect(text).not.toMatch(/@someone|#12/)
  expect(text).toContain('````\n```\nfenced\n```\n````')
})

test('stays small enough for a job summary, however much is found, and says what is left out', () => {
  const findings = Array.from({length: 20_000}, (_, index) =>
    findingAt(index + 1, {
      rule: `openapi/rule-${index % 400}`,
      severity: index === 19_999 ? 'error' : 'warning',
      location: {path: `contracts/${index % 300}.yaml`, start: {line: 1, column: 1}, end: {line: 1, column: 1}},
    }),
  )
  const text = markdown({outcome: 'fail', summary: 'Bad.', findings}, style)
  expect(Buffer.byteLength(text)).toBeLessThan(200_000)
  expect(text).toContain('50 of 20000 findings, the worst first')
  expect(text).toContain('… and 250 more.')
  expect(rows(text).find(row => row[1] === '🔴')).toBeDefined()
})
