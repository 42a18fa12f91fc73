import type {Finding} from '../../src/core/finding.js'
import type {Report} from '../../src/core/report.js'

/** Everything that a format may have to escape. */
export const awkwardMessage =
  '100 % of <b>"x" & \'y\'</b>,\r\nsecond: | line\u0000\u001B[31m \uD800 `a` *b* ]]> 😀 \u202Eعربي ::error::'

export const awkwardPath = 'contracts/a b, c:d%&"<1>|`x`/Käufer\\ws\uD800.yaml'

/** A finding at a place. */
export function findingAt(line: number, changes: Partial<Finding> = {}): Finding {
  return {
    rule: 'openapi/operation-id',
    severity: 'error',
    message: '"GET /orders" has no operationId.',
    location: {path: 'contracts/orders.yaml', start: {line, column: 3}, end: {line, column: 9}},
    ...changes,
  }
}

/** A report whose texts are as bad as they get. */
export const awkward: Report = {
  outcome: 'fail',
  summary: awkwardMessage,
  findings: [
    findingAt(1, {
      message: awkwardMessage,
      location: {path: awkwardPath, start: {line: 1, column: 1}, end: {line: 3, column: 2}},
      fix: awkwardMessage,
    }),
  ],
  sections: [{title: awkwardMessage, text: awkwardMessage, code: '```\nfenced\n```'}],
  lines: [{mark: 'good', text: awkwardMessage, details: [awkwardMessage]}],
  tables: [{title: awkwardMessage, columns: ['a'], rows: [[awkwardMessage]]}],
}

const hugeMessage = `${'😀 name '.repeat(14_000)}.`

/** As many findings as a repository may have that was never linted; every hundredth quotes a name of 100 kB. */
export const huge: Report = {
  outcome: 'fail',
  summary: '10000 errors.',
  findings: Array.from({length: 10_000}, (_, index) =>
    findingAt(index + 1, {
      message: index % 100 === 0 ? hugeMessage : `Operation ${index} has no operationId.`,
      element: `/paths/${index}`,
      location: {
        path: `contracts/${index % 97}.yaml`,
        start: {line: index + 1, column: 1},
        end: {line: index + 1, column: 1},
      },
    }),
  ),
}
