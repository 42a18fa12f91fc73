import {type Finding, inOrder, type Severity, severities, totals} from '../core/finding.js'
import {grouped} from '../core/grouped.js'
import type {Line, Outcome, Report, Reporter, Section, Table} from '../core/report.js'
import {findingsOfFiles} from './findings-of-files.js'
import {rulePage} from './rule-page.js'
import {shortened} from './shortened.js'

/** A job summary may hold 1 MiB; nobody reads as much. */
const mostFiles = 50
const mostFindings = 50
const mostRows = 200

/** Characters of a sentence in a table. */
const longestCell = 500

const signs = {pass: '✅', fail: '❌', inconclusive: '⚠️', invalid: '⚠️'} as const satisfies Record<Outcome, string>
const colours = {error: '🔴', warning: '🟡', info: '🔵'} as const satisfies Record<Severity, string>
const marks = {good: '✅', bad: '❌', doubtful: '⚠️', plain: '▫️'} as const satisfies Record<Line['mark'], string>

/** For the summary of a job or a comment: how it went, figures by rule and by file, the worst findings. */
export const markdown: Reporter = (report, {pathInRepository, quiet}) =>
  `${[
    `### ${signs[report.outcome]} ${prose(report.summary)}`,
    ...(report.findings.length > 0 ? findingBlocks(report, pathInRepository) : []),
    ...(quiet ? [] : otherBlocks(report)),
  ].join('\n\n')}\n`

function findingBlocks({findings, rules = []}: Report, pathOf: (path: string) => string): string[] {
  const ordered = inOrder(findings)
  const summaryOf = new Map(rules.map(({id, summary}) => [id, summary]))
  const worst = severities.flatMap(severity => ordered.filter(finding => finding.severity === severity))
  const shown = worst.slice(0, mostFindings)
  const hidden = worst.length - shown.length
  return [
    table(
      ['rule', '', 'findings', 'files', 'what it says'],
      byRule(ordered).map(({rule, severity, found}) => [
        `[${code(rule)}](${rulePage(rule)})`,
        `${colours[severity]} ${severity}`,
        found.length,
        new Set(found.map(({location}) => location.path)).size,
        prose(summaryOf.get(rule) ?? ''),
      ]),
      mostRows,
    ),
    table(
      ['file', 'errors', 'warnings', 'info'],
      [...findingsOfFiles(ordered)]
        .map(([path, found]) => ({path, counts: totals(found)}))
        .sort((a, b) => b.counts.error - a.counts.error || b.counts.warning - a.counts.warning)
        .map(({path, counts}) => [code(pathOf(path)), counts.error, counts.warning, counts.info]),
      mostFiles,
    ),
    [
      '<details>',
      `<summary>${hidden > 0 ? `${shown.length} of ${worst.length} findings, the worst first` : 'Findings'}</summary>`,
      '',
      table(
        ['place', '', 'finding', 'rule'],
        shown.map(({rule, severity, message, location: {path, start}}) => [
          code(`${pathOf(path)}:${start.line}:${start.column}`),
          colours[severity],
          prose(shortened(message, longestCell)),
          code(rule),
        ]),
        mostFindings,
      ),
      '',
      '</details>',
    ].join('\n'),
  ]
}

/** The rules with errors first, of those the ones that find most. */
function byRule(findings: readonly Finding[]) {
  return [...grouped(findings, ({rule}) => rule)]
    .map(([rule, found]) => ({
      rule,
      found,
      severity: severities.find(severity => found.some(finding => finding.severity === severity)) ?? 'info',
    }))
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        b.found.length - a.found.length ||
        (a.rule < b.rule ? -1 : 1),
    )
}

function otherBlocks({sections = [], lines = [], tables = []}: Report): string[] {
  return [
    ...sections.map(section),
    ...(lines.length > 0 ? [lines.slice(0, mostRows).map(lineItem).join('\n') + more(lines.length - mostRows)] : []),
    ...tables.map(({title, columns, rows}: Table) =>
      [...(title === undefined ? [] : [`**${prose(title)}**\n`]), table(columns, rows.map(cells), mostRows)].join('\n'),
    ),
  ]
}

function section({title, text, code: listing}: Section): string {
  const fence = '`'.repeat(Math.max(3, longestRun(listing ?? '') + 1))
  return [
    `**${prose(title)}**`,
    ...(text === undefined ? [] : [prose(text)]),
    ...(listing === undefined ? [] : [`${fence}\n${listing.trimEnd()}\n${fence}`]),
  ].join('\n\n')
}

function lineItem({mark, text, details = []}: Line): string {
  return [`- ${marks[mark]} ${prose(text)}`, ...details.map(detail => `  <br>${prose(detail)}`)].join('\n')
}

function cells(row: readonly (string | number)[]): readonly (string | number)[] {
  return row.map(cell => (typeof cell === 'number' ? cell : prose(cell)))
}

/** A table of cells that are Markdown already; numbers to the right. */
function table(columns: readonly string[], rows: readonly (readonly (string | number)[])[], most: number): string {
  const row = (parts: readonly (string | number)[]) => `| ${parts.join(' | ')} |`
  const aligned = columns.map((_, index) => (rows.every(each => typeof each[index] === 'number') ? '---:' : '---'))
  return [row(columns), row(aligned), ...rows.slice(0, most).map(row)].join('\n') + more(rows.length - most)
}

function more(count: number): string {
  return count > 0 ? `\n\n… and ${count} more.` : ''
}

/** Text that Markdown and HTML leave alone, on one line; nobody is mentioned and no issue linked by it. */
function prose(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~$]/g, '\\$&')
    .replaceAll(/(^|\W)([@#])(?=\w)/g, '$1$2\u200B')
}

/** A name as code; a bar would end the cell of a table even there. */
function code(name: string): string {
  const text = name.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')
  const fence = '`'.repeat(longestRun(text) + 1)
  return text.includes('`') ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`
}

/** How many back quotes stand side by side at most. */
function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}
