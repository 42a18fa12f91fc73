import {Chalk, type ChalkInstance} from 'chalk'
import type {Line, ReportStyle} from '../core/report.js'

const marks = {good: ['✓', 'green'], bad: ['✗', 'red'], doubtful: ['!', 'yellow'], plain: ['·', 'gray']} as const

/** A line with its mark and its details indented below it. */
export function markedLine({mark, text, details}: Line, paint: ChalkInstance): string {
  const [sign, color] = marks[mark]
  return [
    `${paint[color](sign)} ${text}`,
    ...(details ?? []).flatMap(detail => detail.split('\n').map(row => `    ${row}`.trimEnd())),
  ].join('\n')
}

/** The same on its own, for a line that is printed before the report is complete. */
export function printedLine(line: Line, {color}: Pick<ReportStyle, 'color'>): string {
  return `${markedLine(line, new Chalk({level: color ? 1 : 0}))}\n`
}
