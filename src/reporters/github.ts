import {type Finding, inOrder, type Severity, severities} from '../core/finding.js'
import type {Reporter} from '../core/report.js'
import {shortened} from './shortened.js'

/** Beside a line of a change nobody reads more; GitHub refuses annotations of more than 64 kB. */
const longestMessage = 4_000

const commands = {error: 'error', warning: 'warning', info: 'notice'} as const satisfies Record<Severity, string>

/**
 * Commands of GitHub Actions that put findings beside the changed lines. GitHub shows ten of each severity per step, so
 * the errors come first. The summary is an ordinary line of the log.
 */
export const github: Reporter = ({findings, summary}, {pathInRepository}) => {
  const ordered = inOrder(findings)
  const bySeverity = severities.flatMap(severity => ordered.filter(finding => finding.severity === severity))
  return [...bySeverity.map(finding => annotation(finding, pathInRepository)), logLine(summary), ''].join('\n')
}

function annotation({rule, severity, message, location, fix}: Finding, pathOf: (path: string) => string): string {
  const {path, start, end} = location
  const oneLine = start.line === end.line
  const properties = {
    file: pathOf(path),
    line: start.line,
    endLine: end.line,
    // GitHub refuses columns of a range over several lines.
    ...(oneLine && {col: start.column, endColumn: Math.max(start.column, end.column)}),
    title: rule,
  }
  const sentences = fix === undefined ? message : `${message} ${fix}`
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  return `::${commands[severity]} ${written.join(',')}::${escapeData(shortened(sentences, longestMessage))}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** A line of the log must not be taken for a command, neither in the new form nor in the old one. */
function logLine(text: string): string {
  return text
    .split(/\r?\n/)
    .map(line => line.replace(/^(\s*)(::|##\[)/, '$1\u200B$2'))
    .join('\n')
}
