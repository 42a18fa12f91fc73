import type {Report, ReportStyle} from '../../src/core/report.js'

const text = ['openapi: 3.1.0', 'info:', '  title: Orders', 'paths:', '  /orders:', '    get: {}', ''].join('\n')

/** One of everything that a report may hold. */
export const report: Report = {
  outcome: 'fail',
  summary: '1 error and 1 warning in 1 contract.',
  findings: [
    {
      rule: 'openapi/operation-id',
      severity: 'error',
      message: '"GET /orders" has no operationId.',
      location: {path: 'contracts/orders.yaml', start: {line: 6, column: 5}, end: {line: 6, column: 8}},
      related: [
        {
          message: 'Its path.',
          location: {path: 'contracts/orders.yaml', start: {line: 5, column: 3}, end: {line: 5, column: 10}},
        },
      ],
    },
    {
      rule: 'openapi/document-info',
      severity: 'warning',
      message: '"info" has no "description".',
      location: {path: 'contracts/orders.yaml', start: {line: 2, column: 1}, end: {line: 2, column: 5}},
      fix: 'Say what it is about.',
    },
  ],
  rules: [
    {
      id: 'openapi/operation-id',
      summary: 'Require an operationId',
      why: 'Clients are named after it.',
      fix: 'Add one.',
      severity: 'error',
    },
    {
      id: 'openapi/document-info',
      summary: 'Require a description',
      why: 'People read it.',
      fix: 'Write one.',
      severity: 'warning',
    },
    {id: 'openapi/unused', summary: 'Disallow nothing', why: 'It is off.', fix: 'None.', severity: 'off'},
  ],
  sections: [
    {title: 'Why', text: 'Because a long sentence has to be broken where the terminal ends.', code: 'a: 1\n  b: 2'},
  ],
  lines: [{mark: 'good', text: 'read the contract', details: ['one\ntwo']}],
  tables: [
    {
      title: 'Latency',
      columns: ['percentile', 'milliseconds'],
      rows: [
        ['p50', 4],
        ['p99.9', 1234.5],
      ],
    },
  ],
  next: ['mesh explain openapi/operation-id'],
  data: {contracts: ['contracts/orders.yaml']},
  sources: [{path: 'contracts/orders.yaml', text}],
}

export const style: ReportStyle = {
  color: false,
  verbose: false,
  quiet: false,
  all: false,
  width: 80,
  terminal: false,
  version: '1.2.3',
  pathInRepository: path => path,
}
