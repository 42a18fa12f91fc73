import {Chalk, type ChalkInstance} from 'chalk'
import {type Finding, inOrder, type Severity} from '../core/finding.js'
import type {Reporter, ReportStyle, RuleSummary, Section} from '../core/report.js'
import {Lines} from '../core/source.js'
import {codeFrame} from './code-frame.js'
import {markedLine} from './marked-line.js'
import {drawTable} from './table.js'
import {wrap} from './wrap.js'

/** For people. Findings are grouped by file, figures are in tables, the last line says how it went. */
export const text: Reporter = (report, style) => {
  const paint = new Chalk({level: style.color ? 1 : 0})
  const blocks: string[] = []
  if (report.findings.length > 0) blocks.push(...findingsByFile(inOrder(report.findings), report, style, paint))
  if (!style.quiet) {
    for (const section of report.sections ?? []) blocks.push(drawSection(section, style.width, paint))
    if (report.lines?.length) blocks.push(report.lines.map(line => markedLine(line, paint)).join('\n'))
    for (const table of report.tables ?? []) blocks.push(drawTable(table, style.width, paint))
  }
  blocks.push(paint[outcomeColors[report.outcome]](report.summary))
  if (!style.quiet && report.next?.length) blocks.push(report.next.map(step => `  ${step}`).join('\n'))
  return `${blocks.join('\n\n')}\n`
}

const outcomeColors = {pass: 'green', fail: 'red', inconclusive: 'yellow', invalid: 'magenta'} as const
const severityColors = {error: 'red', warning: 'yellow', info: 'blue'} as const satisfies Record<Severity, string>

function drawSection({title, text: prose, code}: Section, width: number, paint: ChalkInstance): string {
  const rows = [...(prose === undefined ? [] : wrap(prose, width - 2)), ...(code?.trimEnd().split('\n') ?? [])]
  return [paint.bold(title), ...rows.map(row => `  ${row}`.trimEnd())].join('\n')
}

function findingsByFile(
  findings: readonly Finding[],
  {rules = [], sources = []}: {rules?: readonly RuleSummary[]; sources?: readonly {path: string; text: string}[]},
  style: ReportStyle,
  paint: ChalkInstance,
): string[] {
  const byPath = new Map<string, Finding[]>()
  for (const finding of findings) {
    const others = byPath.get(finding.location.path)
    if (others) others.push(finding)
    else byPath.set(finding.location.path, [finding])
  }
  const ruleOf = new Map(rules.map(rule => [rule.id, rule]))
  return [...byPath].map(([path, found]) => {
    const source = style.verbose ? sources.find(candidate => candidate.path === path) : undefined
    const lines = source && new Lines(source.text)
    const places = found.map(({location: {start}}) => `${start.line}:${start.column}`)
    const placeWidth = places.reduce((width, place) => Math.max(width, place.length), 0)
    const rows = found.map((finding, index) => {
      const {severity, message, rule, related = []} = finding
      const head = [
        ' ',
        paint.dim((places[index] ?? '').padEnd(placeWidth)),
        paint[severityColors[severity]](severity.padEnd(7)),
        message,
        paint.dim(rule),
      ].join(' ')
      const below = related.map(place =>
        paint.dim(
          `      ${place.message} ${place.location.path}:${place.location.start.line}:${place.location.start.column}`,
        ),
      )
      if (!style.verbose) return [head, ...below].join('\n')
      const why = ruleOf.get(rule)?.why
      const fix = finding.fix ?? ruleOf.get(rule)?.fix
      return [
        head,
        ...below,
        ...(lines ? [codeFrame(lines, finding.location, style.width, paint)] : []),
        ...(why ? [`      ${paint.dim('why')} ${why}`] : []),
        ...(fix ? [`      ${paint.dim('fix')} ${fix}`] : []),
        '',
      ].join('\n')
    })
    return [paint.underline(path), ...rows].join('\n').trimEnd()
  })
}
