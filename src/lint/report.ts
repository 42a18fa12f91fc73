import {performance} from 'node:perf_hooks'
import {checks} from '../contracts/checks.js'
import type {About, Kind} from '../contracts/index.js'
import {type Finding, inOrder} from '../core/finding.js'
import type {AnyLintRule} from '../core/lint.js'
import type {Report, RuleSummary, Suppressed} from '../core/report.js'
import type {Source} from '../core/source.js'
import {withoutBaseline} from './baseline.js'
import {baselineNotes, baselineSteps} from './baseline-texts.js'
import {pathMatcher} from './globs.js'
import {leftPlaceSentences} from './left-places.js'
import type {LintRequest} from './request.js'
import type {Elements} from './score.js'
import type {LeftPlace} from './search.js'
import type {Settable, Settings} from './settings.js'
import type {IsSettled} from './settled.js'
import {changedOnly} from './since.js'
import {summaryOf} from './summary.js'
import {templateSentences} from './template-sentences.js'
import {type Times, timeTable} from './times.js'
import {failures} from './verdict.js'

/** A contract that was judged, for the JSON output. */
export interface Judged extends About {
  readonly path: string
  readonly kind: Kind
}

/** What reading and judging gave. */
export interface Judgement {
  readonly findings: readonly Finding[]
  /** Finds out what the run proves about findings that are not there. */
  settled(): Promise<IsSettled>
  /** Those that the contracts themselves silence. */
  readonly suppressed: readonly Suppressed[]
  readonly contracts: readonly Judged[]
  /** Files that were meant as contracts and cannot be read. */
  readonly broken: number
  /** How often a rule spoke in vain because of them. */
  readonly ignored: number
  /** Links that were not followed to contracts. */
  readonly leftPlaces: readonly LeftPlace[]
  /** Files that have to be rendered first. */
  readonly templates: readonly string[]
  readonly rules: readonly AnyLintRule[]
  readonly sources: readonly Source[]
  readonly times: Times
  /** What the score is about; undefined when nobody asked for it. */
  readonly elements: Elements | undefined
  /** When reading began, in milliseconds of `performance.now()`. */
  readonly started: number
}

/** Whether nothing is told about a file. */
export function isIgnored({config, root, cwd, ignore = []}: LintRequest): (path: string) => boolean {
  return pathMatcher([...config.lint.ignore, ...ignore], root, cwd)
}

/** Leaves out what nobody asked for and decides how the run went. */
export async function reportOf(judgement: Judgement, request: LintRequest, settings: Settings): Promise<Report> {
  const {contracts, broken, ignored, rules, sources, times} = judgement
  const inForce = settings.of(rules, '')
  const active = rules.filter(({id}) => inForce.get(id)?.severity !== 'off')
  const isQuiet = isIgnored(request)
  const {subject = 'contracts'} = request
  const isAlwaysTold = alwaysTold(rules)
  const isChanged = await changedOnly(request, sources, isAlwaysTold)
  const all = distinct(inOrder(asSet(judgement.findings, rules, settings))).filter(
    finding => !isQuiet(finding.location.path),
  )
  // The score is about the contracts as they are, not about what is new in them.
  const score = judgement.elements?.score(
    all,
    sources.map(({path}) => path),
  )
  const found = all.filter(isChanged)
  const judged = new Set(sources.map(({path}) => path))
  const {fresh: findings, baseline} = await withoutBaseline(found, judged, isAlwaysTold, judgement.settled, request)
  const fresh = new Set(findings)
  const exempted = judgement.suppressed.filter(({finding}) => !isQuiet(finding.location.path) && isChanged(finding))
  const reasons = failures(findings, score, request)
  const durationMs = Math.round(performance.now() - judgement.started)
  const notes = [...(score ? [`score ${score.percent} %`] : []), ...baselineNotes(baseline), ...reasons]
  const timing = request.timing ? times.data(judgement.started) : undefined
  return {
    outcome: reasons.length > 0 ? 'fail' : 'pass',
    summary: summaryOf({findings, contracts, broken, rules: active.length, ignored, durationMs, notes, subject}),
    findings,
    suppressed: [
      ...exempted,
      ...found.filter(finding => !fresh.has(finding)).map(finding => ({finding, by: 'baseline'}) as const),
    ],
    rules: [...active, ...checks].map(rule => ({...summary(rule), severity: settings.at(rule).severity})),
    next: [
      ...(findings.length > 0
        ? ['Run "mesh explain <rule>" to read why a rule is there and how to mend what it finds.']
        : []),
      ...baselineSteps(baseline, request.baseline === false ? 0 : findings.length),
    ],
    lines: [...leftPlaceSentences(judgement.leftPlaces, request.cwd), ...templateSentences(judgement.templates)].map(
      text => ({mark: 'doubtful', text}) as const,
    ),
    ...(timing && {tables: [timeTable(timing, findings)]}),
    data: {
      [subject]: contracts,
      rules: active.length,
      ignored,
      durationMs,
      ...(score && {score}),
      ...(baseline && {baseline}),
      ...(timing && {timing}),
    },
    sources,
  }
}

function alwaysTold(rules: readonly Settable[]): (rule: string) => boolean {
  const ids = new Set([...rules, ...checks].filter(({always}) => always).map(({id}) => id))
  return rule => ids.has(rule)
}

function summary({id, summary, why, fix, severity, security}: RuleSummary): RuleSummary {
  return {id, summary, why, fix, severity, ...(security && {security})}
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

/** A file that several contracts refer to is told about once. In order, what is the same stands side by side. */
function distinct(ordered: readonly Finding[]): Finding[] {
  return ordered.filter((finding, index) => {
    const before = ordered[index - 1]
    return before === undefined || !isSame(before, finding)
  })
}

function isSame(one: Finding, other: Finding): boolean {
  const [here, there] = [one.location, other.location]
  return (
    here.start.line === there.start.line &&
    here.start.column === there.start.column &&
    one.rule === other.rule &&
    one.message === other.message &&
    here.path === there.path
  )
}
