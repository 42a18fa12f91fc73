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
    ...(consumers.length === 0
      ? []
      : [
          {
            title: `Who uses "${provider}"`,
            columns: ['consumer', 'operations', 'fields'],
            rows: consumers.map(each => [each.consumer, each.operations, each.fields]),
          },
        ]),
    ...(used.length === 0
      ? []
      : [
          {
            title: `What nobody uses of operations of "${provider}" that are used`,
            columns: ['operation', 'consumers', 'statuses', 'fields'],
            rows: used
              .slice(0, mostRows)
              .map(each => [
                each.operation,
                each.consumers.join(', '),
                shortened(each.unusedStatuses),
                shortened(each.unreadFields),
              ]),
          },
        ]),
    ...(unused.length === 0
      ? []
      : [
          {
            title: `Operations of "${provider}" that nobody uses`,
            columns: ['operation'],
            rows: [...unused.slice(0, mostRows).map(name => [name]), ...(rest > 0 ? [[`… and ${rest} more`]] : [])],
          },
        ]),
  ]
}

function shortened(texts: readonly string[]): string {
  if (texts.length === 0) return '–'
  return texts.length > 4 ? `${texts.slice(0, 4).join(' ')} … ${texts.length} in all` : texts.join(' ')
}
