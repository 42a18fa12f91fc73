import {Chalk, type ChalkInstance} from 'chalk'
import type {Reporter, Section} from '../core/report.js'
import {sentenceWidth} from './finding-texts.js'
import {findingsByFile} from './findings-by-file.js'
import {findingsByRule} from './findings-by-rule.js'
import {markedLine} from './marked-line.js'
import {drawTable} from './table.js'
import {hanging, wrap} from './wrap.js'

/** As many findings are read one by one; of more, one wants to know first what kinds there are. */
const mostOneByOne = 40

/** For people. Few findings are shown by file, many by rule; figures are in tables, the last line says how it went. */
export const text: Reporter = (report, style) => {
  if (report.document !== undefined) return report.document
  const paint = new Chalk({level: style.color ? 1 : 0})
  const blocks: string[] = []
  const grouped = report.findings.length > mostOneByOne && !style.all
  if (report.findings.length > 0) blocks.push(...(grouped ? findingsByRule : findingsByFile)(report, style, paint))
  if (!style.quiet) {
    for (const section of report.sections ?? []) blocks.push(drawSection(section, style.width, paint))
    if (report.lines?.length) blocks.push(report.lines.map(line => markedLine(line, paint)).join('\n'))
    for (const table of report.tables ?? []) blocks.push(drawTable(table, style.width, paint))
  }
  const width = sentenceWidth(style)
  const summary = report.summary.split('\n').map(line => hanging('', 0, line, width))
  blocks.push(paint[outcomeColors[report.outcome]](summary.join('\n')))
  if (!style.quiet && report.next?.length)
    blocks.push(report.next.map(step => hanging('  ', 2, step, width)).join('\n'))
  return `${blocks.join('\n\n')}\n`
}

const outcomeColors = {pass: 'green', fail: 'red', inconclusive: 'yellow', invalid: 'magenta'} as const

function drawSection({title, text: prose, code}: Section, width: number, paint: ChalkInstance): string {
  const rows = [...(prose === undefined ? [] : wrap(prose, width - 2)), ...(code?.trimEnd().split('\n') ?? [])]
  return [paint.bold(title), ...rows.map(row => `  ${row}`.trimEnd())].join('\n')
}
