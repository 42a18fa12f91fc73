import type {ChalkInstance} from 'chalk'
import type {Lines, Location} from '../core/source.js'

/** The lines around a place with the range underlined; long lines are cut to the window around the range. */
export function codeFrame(lines: Lines, {start, end}: Location, width: number, paint: ChalkInstance): string {
  const numberWidth = String(start.line + 1).length
  const room = Math.max(20, width - numberWidth - 10)
  const from = start.column > room - 10 ? start.column - Math.floor(room / 2) : 0
  const rows: string[] = []
  for (let number = Math.max(1, start.line - 1); number <= start.line + 1; number++) {
    // A tab would move the underline away from the text above it.
    const text = lines.line(number).replaceAll('\t', ' ')
    if (number !== start.line && text.trim() === '') continue
    const marker = number === start.line ? paint.red('>') : ' '
    rows.push(
      `    ${marker} ${paint.dim(`${String(number).padStart(numberWidth)} |`)} ${text.slice(from, from + room)}`,
    )
    if (number === start.line) {
      const last = end.line === start.line ? end.column : text.length + 1
      const length = Math.max(1, Math.min(last, from + room + 1) - start.column)
      rows.push(
        `      ${' '.repeat(numberWidth)} ${paint.dim('|')} ${' '.repeat(start.column - 1 - from)}${paint.red('^'.repeat(length))}`,
      )
    }
  }
  return rows.join('\n')
}
