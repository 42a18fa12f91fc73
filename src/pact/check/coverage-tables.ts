import type {Table} from '../../core/report.js'
import type {Coverage} from './coverage.js'
import {percent} from './percent.js'

/** Rows of a table that anybody reads; the JSON output has them all. */
const mostRows = 20

/** What consumers use of a contract, and what nobody does, for people. */
export function coverageTables({
  provider,
  operations,
  statuses,
  fields,
  used,
  unused,
  consumers,
}: Coverage): readonly Table[] {
  const rest = unused.length - mostRows
  return [
    {
      title: `What consumers use of "${provider}"`,
      columns: ['', 'used', 'of', '%'],
      rows: (
        [
          ['operations', operations],
          ['statuses', statuses],
          ['response fields of used operations', fields],
        ] as const
      ).map(([name, share]) => [name, share.used, share.total, percent(share)]),
    },
    {
      title: 'By consumer',
      columns: ['consumer', 'operations', 'fields'],
      rows: consumers.map(each => [each.consumer, each.operations, each.fields]),
    },
    ...(used.length === 0
      ? []
      : [
          {
            title: 'What nobody uses of operations that are used',
            columns: ['operation', 'consumers', 'statuses', 'fields'],
            rows: used
              .slice(0, mostRows)
              .map(each => [
                each.operation,
                each.consumers.join(', '),
                each.unusedStatuses.join(' ') || '–',
                shortened(each.unreadFields),
              ]),
          },
        ]),
    ...(unused.length === 0
      ? []
      : [
          {
            title: 'Operations that nobody uses',
            columns: ['operation'],
            rows: [...unused.slice(0, mostRows).map(name => [name]), ...(rest > 0 ? [[`… and ${rest} more`]] : [])],
          },
        ]),
  ]
}

function shortened(fields: readonly string[]): string {
  if (fields.length === 0) return '–'
  return fields.length > 4 ? `${fields.slice(0, 4).join(' ')} … ${fields.length} in all` : fields.join(' ')
}
