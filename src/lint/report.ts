import {checks} from '../contracts/checks.js'
import type {About, Kind} from '../contracts/index.js'
import {type Finding, inOrder} from '../core/finding.js'
import type {AnyLintRule} from '../core/lint.js'
import type {Report, RuleSummary} from '../core/report.js'
import type {Source} from '../core/source.js'
import {pathMatcher} from './globs.js'
import type {LintRequest} from './request.js'
import type {Settable, Settings} from './settings.js'
import {summaryOf} from './summary.js'
import {failures} from './verdict.js'

/** A contract that was judged, for the JSON output. */
export interface Judged extends About {
  readonly path: string
  readonly kind: Kind
}

/** What reading and judging gave. */
export interface Judgement {
  readonly findings: readonly Finding[]
  readonly contracts: readonly Judged[]
  /** Files that were meant as contracts and cannot be read. */
  readonly broken: number
  /** Findings that the contracts themselves silence. */
  readonly ignored: number
  readonly rules: readonly AnyLintRule[]
  readonly sources: readonly Source[]
  readonly durationMs: number
}

/** Whether nothing is told about a file. */
export function isIgnored({config, root, cwd, ignore = []}: LintRequest): (path: string) => boolean {
  return pathMatcher([...config.lint.ignore, ...ignore], root, cwd)
}

/** Leaves out what nobody asked for and decides how the run went. */
export function reportOf(judgement: Judgement, request: LintRequest, settings: Settings): Report {
  const {contracts, broken, ignored, rules, sources, durationMs} = judgement
  const active = rules.filter(rule => settings.at(rule).severity !== 'off')
  const isQuiet = isIgnored(request)
  const findings = inOrder(
    distinct(asSet(judgement.findings, rules, settings)).filter(({location}) => !isQuiet(location.path)),
  )
  const reasons = failures(findings, request)
  return {
    outcome: reasons.length > 0 ? 'fail' : 'pass',
    summary: summaryOf({findings, contracts, broken, rules: active.length, ignored, durationMs, notes: reasons}),
    findings,
    rules: [...active, ...checks].map(rule => ({...summary(rule), severity: settings.at(rule).severity})),
    next:
      findings.length > 0
        ? ['Run "mesh explain <rule>" to read why a rule is there and how to mend what it finds.']
        : [],
    data: {contracts, rules: active.length, ignored, durationMs},
    sources,
  }
}

function summary({id, summary, why, fix, severity}: RuleSummary): RuleSummary {
  return {id, summary, why, fix, severity}
}

/** The severities that are set for the files in which the findings are: a contract may refer to others. */
function asSet(findings: readonly Finding[], rules: readonly Settable[], settings: Settings): Finding[] {
  const ruleOf = new Map(rules.map(rule => [rule.id, rule]))
  const checkOf = new Map<string, Settable>(checks.map(check => [check.id, check]))
  return findings.flatMap(finding => {
    const check = checkOf.get(finding.rule)
    const about = check ?? ruleOf.get(finding.rule)
    if (!about) return finding
    const {severity} = settings.at(about, finding.location.path)
    if (severity === 'off') return []
    // A check may choose a severity for one of its findings; it counts unless something is set.
    return severity === finding.severity || (check && severity === check.severity) ? finding : {...finding, severity}
  })
}

/** A file that several contracts refer to is told about once. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, Finding>()
  for (const finding of findings) {
    const {rule, message, location} = finding
    const id = `${rule}\n${location.path}\n${location.start.line}:${location.start.column}\n${message}`
    if (!seen.has(id)) seen.set(id, finding)
  }
  return [...seen.values()]
}
