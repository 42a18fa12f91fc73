import type {ChalkInstance} from 'chalk'
import {counted} from '../core/counted.js'
import {type Finding, inOrder, severities} from '../core/finding.js'
import {grouped} from '../core/grouped.js'
import type {Report, ReportStyle} from '../core/report.js'
import {adviceRows, frames, relatedRows, sentenceWidth, severityColors} from './finding-texts.js'
import {printable} from './printable.js'
import {drawTable} from './table.js'
import {hanging} from './wrap.js'

/** A rule with so few findings shows them all; of others, these many causes with these many findings each. */
const fewOfRule = 8
const mostCauses = 4
const mostOfCause = 3

/** What one rule found. */
interface Group {
  readonly rule: string
  readonly findings: readonly Finding[]
  readonly severity: Finding['severity']
  readonly files: number
}

/**
 * Thousands of findings on a few pages: the worst rule first, of each the causes with some findings, and how many there
 * are of each. The same findings give the same text.
 */
export function findingsByRule(report: Report, style: ReportStyle, paint: ChalkInstance): string[] {
  const groups = groupsOf(inOrder(report.findings))
  const ruleOf = new Map(report.rules?.map(rule => [rule.id, rule]))
  const frameOf = frames(report, style, paint)
  let shown = 0
  const blocks = groups.map(({rule, findings, severity, files}) => {
    const {summary, why, fix} = ruleOf.get(rule) ?? {}
    const causes = causesOf(findings)
    const few = findings.length <= fewOfRule
    const told = few ? causes : causes.slice(0, mostCauses)
    const rows = told.flatMap(cause => {
      const some = few ? cause : cause.slice(0, mostOfCause)
      shown += some.length
      const more = cause.length - some.length
      return [
        ...some.flatMap((finding, index) => [
          rowOf(finding, style, paint),
          ...relatedRows(finding, style, paint, 1),
          ...(style.verbose && index === 0 ? frameOf(finding) : []),
        ]),
        ...(more > 0 ? [paint.dim(`      … and ${more} more like ${some.length === 1 ? 'this' : 'these'}.`)] : []),
      ]
    })
    const untold = causes.slice(told.length)
    const rest = untold.reduce((sum, cause) => sum + cause.length, 0)
    return [
      headOf({rule, severity, findings, files}, style, paint),
      ...(summary ? [paint.dim(hanging('  ', 2, `${summary}.`, sentenceWidth(style)))] : []),
      ...rows,
      ...(rest > 0 ? [paint.dim(`  … and ${rest} more of ${counted(untold.length, 'other kind')}.`)] : []),
      ...(style.verbose ? adviceRows(why, fix, style, paint) : []),
    ].join('\n')
  })
  const hidden = report.findings.length - shown
  return [
    ...blocks,
    overview(groups, style, paint),
    ...(hidden > 0
      ? [
          hanging(
            '',
            0,
            `${shown} of ${report.findings.length} findings are shown; --all prints every one of them.`,
            sentenceWidth(style),
          ),
        ]
      : []),
  ]
}

function headOf({rule, severity, findings, files}: Group, style: ReportStyle, paint: ChalkInstance): string {
  const figures = `${counted(findings.length, 'finding')} in ${counted(files, 'file')}`
  const isWide = severity.length + rule.length + figures.length + 4 > sentenceWidth(style)
  return `${paint[severityColors[severity]](severity)} ${paint.bold(rule)}${isWide ? '\n  ' : ' · '}${figures}`
}

function groupsOf(findings: readonly Finding[]): readonly Group[] {
  return [...grouped(findings, ({rule}) => rule)]
    .map(([rule, found]) => ({
      rule,
      findings: found,
      severity: severities.find(severity => found.some(finding => finding.severity === severity)) ?? 'info',
      files: new Set(found.map(({location}) => location.path)).size,
    }))
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        b.findings.length - a.findings.length ||
        (a.rule < b.rule ? -1 : 1),
    )
}

/** The findings of a rule by what is wrong; the most frequent first, then in the order of their places. */
function causesOf(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  return [...grouped(findings, ({message}) => causeOf(message)).values()].sort((a, b) => b.length - a.length)
}

/** A message without what is particular to one place: names in quotes, numbers, what is added in parentheses. */
function causeOf(message: string): string {
  let cause = message
  // To look for one character is far cheaper than to replace nothing, and there are as many messages as findings.
  if (cause.includes('"')) cause = cause.replaceAll(/"[^"]*"/g, '…')
  if (cause.includes(' (')) cause = cause.replaceAll(/ \([^()]*\)/g, '')
  cause = cause.replaceAll(/\d+/g, '…')
  return /…(?:, | and | or )…/.test(cause) ? cause.replaceAll(/…(?:(?:, | and | or )…)+/g, '…') : cause
}

function overview(groups: readonly Group[], {width}: ReportStyle, paint: ChalkInstance): string {
  const rows = groups.map(({rule, severity, findings, files}) => [rule, severity, findings.length, files])
  return drawTable({title: 'By rule', columns: ['rule', 'severity', 'findings', 'files'], rows}, width, paint)
}

function rowOf({message, location: {path, start}}: Finding, style: ReportStyle, paint: ChalkInstance): string {
  const place = printable(`${path}:${start.line}:${start.column}`)
  const row = hanging('  ', 4, `${place} ${printable(message)}`, sentenceWidth(style))
  return row.startsWith(`  ${place}`) ? `  ${paint.dim(place)}${row.slice(2 + place.length)}` : row
}
