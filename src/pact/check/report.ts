import {counted} from '../../core/counted.js'
import {type Finding, severities, totals} from '../../core/finding.js'
import type {AnyLintRule} from '../../core/lint.js'
import type {Report, Table} from '../../core/report.js'
import type {Source} from '../../core/source.js'
import type {Coverage} from './coverage.js'
import {coverageTables} from './coverage-tables.js'
import {interactionCount} from './interaction-count.js'
import type {Judged} from './judge.js'
import {percent} from './percent.js'
import type {CheckRequest, Narrowed} from './request.js'

/** A provider whose pacts were judged. */
export interface Checked extends Judged {
  readonly coverage: Coverage | undefined
}

interface Outcome {
  readonly checked: readonly Checked[]
  readonly rules: readonly AnyLintRule[]
  /** What was left out, as sentences. */
  readonly left: readonly string[]
  readonly narrowed: Narrowed
  /** The texts that findings point into. */
  readonly sources: readonly Source[]
  readonly durationMs: number
}

/** Decides how the check went, and says it. */
export function checkReport(outcome: Outcome, request: CheckRequest): Report {
  const {checked, rules, left, narrowed, sources, durationMs} = outcome
  const findings = checked.flatMap(each => each.findings)
  const active = rules.filter(
    rule => (request.settings.of(rules, '').get(rule.id)?.severity ?? rule.severity) !== 'off',
  )
  const reasons = failures(findings, checked, request)
  const broken = request.base.length === 0 ? [] : brokenInteractions(checked)
  return {
    outcome: reasons.length > 0 ? 'fail' : 'pass',
    summary: summaryOf(outcome, findings, active.length, reasons),
    findings,
    suppressed: [...checked.flatMap(({suppressed}) => suppressed), ...narrowed.suppressed],
    rules: active.map(({id, summary, why, fix, severity}) => ({
      id,
      summary,
      why,
      fix,
      severity: request.settings.of(rules, '').get(id)?.severity ?? severity,
    })),
    lines: [...left, ...checked.flatMap(({unchecked}) => unchecked.map(({text}) => text))].map(
      text => ({mark: 'doubtful', text}) as const,
    ),
    tables: [
      ...(broken.length > 0 ? [brokenTable(broken)] : []),
      ...checked.flatMap(({coverage}) => (coverage ? coverageTables(coverage) : [])),
    ],
    next: [
      ...(findings.length > 0
        ? ['Run "mesh explain <rule>" to read why a rule is there and how to mend what it finds.']
        : []),
      ...narrowed.next,
    ],
    data: {
      providers: checked.map(({provider, pacts, coverage, unchecked}) => ({
        provider,
        pacts: pacts.map(pact => ({
          path: pact.source.path,
          consumer: pact.document.consumer,
          interactions: interactionCount(pact),
        })),
        unchecked: unchecked.map(({text}) => text),
        ...(coverage && {coverage}),
      })),
      ...(request.base.length > 0 && {breaks: broken}),
      rules: active.length,
      ...narrowed.data,
      durationMs,
    },
    sources,
  }
}

/** Why the check fails; it passes when there is nothing. */
function failures(findings: readonly Finding[], checked: readonly Checked[], request: CheckRequest): readonly string[] {
  const {failOn, maxWarnings, minCoverage = 0} = request
  const counts = totals(findings)
  const failing = failOn === 'never' ? [] : severities.slice(0, severities.indexOf(failOn) + 1)
  const below = checked.filter(({coverage}) => coverage && percent(coverage.operations) < minCoverage)
  const unknown = minCoverage > 0 ? checked.filter(({coverage}) => coverage === undefined) : []
  return [
    ...(failing.some(severity => counts[severity] > 0) ? [failOn === 'error' ? '' : `fails on ${failOn}`] : []),
    ...(maxWarnings !== undefined && counts.warning > maxWarnings ? [`more warnings than ${maxWarnings}`] : []),
    ...(isEmpty(checked) ? ['nothing could be checked'] : []),
    ...below.map(
      ({provider, coverage}) =>
        `consumers use ${coverage ? percent(coverage.operations) : 0} % of the operations of "${provider}", ${minCoverage} % are demanded`,
    ),
    ...unknown.map(({provider}) => `without an OpenAPI contract nobody knows how much of "${provider}" is used`),
  ]
}

/** Nothing wrong in nothing would be green by accident. */
function isEmpty(checked: readonly Checked[]): boolean {
  const unchecked = checked.flatMap(each => each.unchecked).reduce((sum, {count}) => sum + count, 0)
  return (
    unchecked >= checked.reduce((sum, {pacts}) => sum + pacts.reduce((all, pact) => all + interactionCount(pact), 0), 0)
  )
}

function summaryOf(
  {checked, narrowed, durationMs}: Outcome,
  findings: readonly Finding[],
  rules: number,
  reasons: readonly string[],
): string {
  const counts = totals(findings)
  const found = severities
    .filter(severity => counts[severity] > 0)
    .map(severity => (severity === 'info' ? `${counts.info} info` : counted(counts[severity], severity)))
    .join(', ')
  const pacts = checked.flatMap(each => each.pacts)
  const interactions = pacts.reduce((sum, pact) => sum + interactionCount(pact), 0)
  return [
    `${found || 'No findings'} in ${counted(interactions, 'interaction')} of ${counted(pacts.length, 'pact')}`,
    counted(rules, 'rule'),
    ...narrowed.notes,
    ...reasons.filter(reason => reason !== ''),
    `${(durationMs / 1000).toFixed(1)} s`,
  ].join(' · ')
}

/** An interaction that a change of the contract breaks. */
interface BrokenInteraction {
  readonly provider: string
  readonly consumer: string
  readonly interaction: string
  readonly rules: readonly string[]
}

function brokenInteractions(checked: readonly Checked[]): readonly BrokenInteraction[] {
  const broken = new Map<string, {provider: string; consumer: string; interaction: string; rules: Set<string>}>()
  for (const {provider, findings} of checked)
    for (const {message, rule} of findings) {
      // Every message of these rules begins with the interaction.
      const [, interaction = '', consumer = ''] = /^Interaction "(.*?)" of "(.*?)" /s.exec(message) ?? []
      const key = JSON.stringify([provider, consumer, interaction])
      const known = broken.get(key) ?? {provider, consumer, interaction, rules: new Set()}
      known.rules.add(rule)
      broken.set(key, known)
    }
  return [...broken.values()].map(each => ({...each, rules: [...each.rules]}))
}

function brokenTable(broken: readonly BrokenInteraction[]): Table {
  return {
    title: 'What the change breaks',
    columns: ['consumer', 'provider', 'interaction', 'rules'],
    rows: broken.map(({consumer, provider, interaction, rules}) => [consumer, provider, interaction, rules.join(', ')]),
  }
}
