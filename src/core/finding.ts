import type {Location} from './source.js'

export type Severity = 'error' | 'warning' | 'info'

export const severities = ['error', 'warning', 'info'] as const satisfies readonly Severity[]

/** A second place that explains a finding: the first of two duplicates, the reference that led here. */
export interface Related {
  readonly location: Location
  readonly message: string
}

/** One thing to tell the user about one place. Every judging command returns these. */
export interface Finding {
  /** `openapi/operation-id`; a check that is no rule of the catalogue has an id of the same form. */
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  readonly location: Location
  /** The way to it in its file, which stays when lines move: keys from the top on, `-` for a position in a list. */
  readonly element?: string
  readonly related?: readonly Related[]
  /** How many places lead to this one, when they are more than `related` names. */
  readonly uses?: number
  /** What to do, when it is known better here than from the rule. */
  readonly fix?: string
}

/** The order in which findings are shown: by file, then by place, then by rule. In whatever order they were found, it is the same. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      compareText(a.location.path, b.location.path) ||
      a.location.start.line - b.location.start.line ||
      a.location.start.column - b.location.start.column ||
      compareText(a.rule, b.rule) ||
      compareText(a.message, b.message) ||
      // Files are read at the same time: what is alike up to here is still told apart.
      compareText(a.element ?? '', b.element ?? '') ||
      a.location.end.line - b.location.end.line ||
      a.location.end.column - b.location.end.column ||
      compareText(a.severity, b.severity),
  )
}

/** How many findings of each severity there are. */
export function totals(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = {error: 0, warning: 0, info: 0}
  for (const {severity} of findings) counts[severity]++
  return counts
}

/** The order of texts: localeCompare depends on the machine's locale, which must not matter, and is 20 times slower. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
