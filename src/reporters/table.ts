import type {ChalkInstance} from 'chalk'
import type {Table} from '../core/report.js'
import {displayWidth, firstColumns} from './display-width.js'
import {wrap} from './wrap.js'

/** Columns side by side, numbers to the right; the widest text column is broken where the terminal is too narrow. */
export function drawTable({title, columns, rows}: Table, width: number, paint: ChalkInstance): string {
  const cells = rows.map(row => row.map(cell => String(cell)))
  const widths = columns.map((name, index) =>
    cells.reduce((most, row) => Math.max(most, displayWidth(row[index] ?? '')), name.length),
  )
  const numeric = columns.map((_, index) => rows.length > 0 && rows.every(row => isFigure(row[index])))
  const tooWide = 2 + widths.reduce((sum, each) => sum + each + 2, 0) - 2 - width
  if (tooWide > 0) {
    const widest = widths.indexOf(Math.max(...widths.map((each, index) => (numeric[index] ? 0 : each))))
    widths[widest] = Math.max(8, (widths[widest] ?? 0) - tooWide)
  }
  const drawLine = (row: readonly string[]) =>
    `  ${row.map((cell, index) => padCell(cell, widths[index] ?? 0, numeric[index] ?? false)).join('  ')}`.trimEnd()
  const draw = (row: readonly string[]) => {
    const parts = row.map((cell, index) => wrap(cell, widths[index] ?? 0))
    const height = Math.max(1, ...parts.map(lines => lines.length))
    return Array.from({length: height}, (_, line) => drawLine(parts.map(lines => lines[line] ?? ''))).join('\n')
  }
  return [...(title === undefined ? [] : [paint.bold(title)]), paint.dim(draw(columns)), ...cells.map(draw)].join('\n')
}

function isFigure(cell: string | number | undefined): boolean {
  return typeof cell === 'number' || (cell !== undefined && /^[<>±]?-?[\d.,]+( ?(ms|s|%|\/s|B|kB|MB))?$/.test(cell))
}

function padCell(cell: string, width: number, right: boolean): string {
  const columns = displayWidth(cell)
  if (columns > width) return `${firstColumns(cell, width - 1)}…`
  const blanks = ' '.repeat(width - columns)
  return right ? blanks + cell : cell + blanks
}
