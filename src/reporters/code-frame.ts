import type {ChalkInstance} from 'chalk'
import type {Lines, Location} from '../core/source.js'
import {displayWidth, firstColumns} from './display-width.js'
import {printable} from './printable.js'

/** The lines around a place with the range underlined; long lines are cut to the window around the range. */
export function codeFrame(lines: Lines, {start, end}: Location, width: number, paint: ChalkInstance): string {
  const numberWidth = String(start.line + 1).length
  const room = Math.max(20, width - numberWidth - 10)
  const from = windowStart(lines.line(start.line), start.column - 1, room)
  const rows: string[] = []
  for (let number = Math.max(1, start.line - 1); number <= start.line + 1; number++) {
    const text = lines.line(number)
    if (number !== start.line && text.trim() === '') continue
    const marker = number === start.line ? paint.red('>') : ' '
    // Each sign of a text for terminals takes the place of one character, so that columns stay.
    const shown = firstColumns(printable(text.slice(from, from + room).replace(/[\uD800-\uDBFF]$/, '')), room)
    rows.push(`    ${marker} ${paint.dim(`${String(number).padStart(numberWidth)} |`)} ${shown}`)
    if (number === start.line) {
      const last = end.line === start.line ? end.column : text.length + 1
      const before = displayWidth(printable(text.slice(from, start.column - 1)))
      const marked = displayWidth(printable(text.slice(start.column - 1, Math.min(last - 1, from + room))))
      rows.push(
        `      ${' '.repeat(numberWidth)} ${paint.dim('|')} ${' '.repeat(before)}${paint.red('^'.repeat(Math.max(1, Math.min(marked, room - before))))}`,
      )
    }
  }
  return rows.join('\n')
}

/** Where the shown part of a line begins, so that the marked one is in it; never within a character. */
function windowStart(line: string, marked: number, room: number): number {
  // No character is narrower than none: only the last ones before the mark can be seen.
  let from = marked > room - 10 ? marked - Math.floor(room / 2) : 0
  while (displayWidth(printable(line.slice(from, marked))) > room - 10)
    from += Math.max(1, Math.floor((marked - from) / 4))
  const code = line.charCodeAt(from)
  return from > 0 && code >= 0xdc00 && code <= 0xdfff ? from + 1 : from
}
