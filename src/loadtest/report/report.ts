import {counted} from '../../core/counted.js'
import {showDuration} from '../../core/duration.js'
import type {Finding} from '../../core/finding.js'
import type {Line, Report, Table} from '../../core/report.js'
import {type Location, type Source, startOf} from '../../core/source.js'
import {conformanceFindings, conformanceLine} from '../conformance/conformance-report.js'
import type {Share} from '../distributed/share.js'
import type {Latencies} from '../engine/histogram.js'
import type {ConnectionUse, Measurement, Tally} from '../engine/measurement.js'
import type {Stage} from '../engine/schedule.js'
import {shownStages} from '../engine/stages.js'
import {shownLatency, shownNumber, shownShare} from '../quantity.js'
import {iterationsTable, shownIterations} from '../scenario/iterations-report.js'
import type {LeftOut, NamedOperation} from '../source/scenario.js'
import type {Target} from '../target/target.js'
import {answersCheck, loadtestChecks, regressionCheck, thresholdCheck} from '../verdict/checks.js'
import {achievedRate, type Judgement} from '../verdict/judgement.js'
import {figureName, shownValue} from '../verdict/threshold.js'
import {totalOf, type Verdict} from '../verdict/verdict.js'
import {figuresOf} from './figures.js'
import {reportData} from './report-data.js'

/** Everything that a run is told by. */
export interface Run {
  readonly target: Pick<Target, 'name' | 'origin' | 'basePath'>
  /** The URL of the proxy, without credentials, through which it was loaded. */
  readonly proxy?: string
  /** The address that was loaded. */
  readonly address: string
  readonly mode: 'slo' | 'max'
  readonly operations: readonly NamedOperation[]
  readonly leftOut: readonly LeftOut[]
  /** Status of the pre-flight request of each operation. */
  readonly preflight: readonly number[]
  readonly headers: Readonly<Record<string, string>>
  /** Requests per second over the whole run; undefined in a closed loop. */
  readonly rate: number | undefined
  /** How the rate changed; empty in a closed loop. */
  readonly stages: readonly Stage[]
  readonly startedAt: Date
  /** So long after it figures were taken, in milliseconds. */
  readonly warmUp: number
  /** Objectives that this engine cannot judge. */
  readonly notJudged: readonly string[]
  readonly measurement: Measurement
  readonly verdict: Verdict
  /** What was done with the run and its baseline. */
  readonly saved: string | undefined
  /** What came of sending the figures elsewhere. */
  readonly exported?: readonly Line[]
  /** The same for all runs of the same load. */
  readonly plan: string
  /** Which part of a run it is, where several workers send it together. */
  readonly share?: Share
  /** The results of so many workers are in it. */
  readonly merged?: number
}

/** Where a finding is that comes from a flag. */
export const commandLine: Location = startOf('command line')

/** More left-out operations than this are counted only; the JSON output names all. */
const shownLeftOut = 10

/** The report of a run. */
export function reportOf(run: Run): Report {
  const {measurement, verdict, operations} = run
  const total = totalOf(measurement)
  // What a worker saw is judged with what the others saw.
  const findings = run.share ? [] : findingsOf(verdict)
  return {
    outcome: verdict.outcome,
    title: `Load test of ${run.target.origin}${run.target.basePath}`,
    summary: summaryOf(run, total),
    findings,
    rules: loadtestChecks,
    lines: linesOf(run, total),
    tables: [
      latencyTable(measurement, total),
      ...(operations.length > 1 ? [operationTable(run)] : []),
      ...(measurement.iterations ? [iterationsTable(measurement.iterations)] : []),
    ],
    figures: figuresOf(measurement, total, verdict.judgements),
    next: nextSteps(run),
    data: reportData(run, total),
    sources: sourcesOf(verdict),
  }
}

function findingsOf({judgements, reasons, outcome, comparison, conformance}: Verdict): Finding[] {
  const missed = judgements.filter(judgement => judgement.outcome === 'fail')
  const findings: Finding[] = missed.map(({threshold, actual}) => ({
    rule: thresholdCheck.id,
    severity: 'error' as const,
    message: `Objective "${threshold.text}" is missed: ${figureName(threshold.figure)} is ${actual === null ? 'unknown, because nothing was answered' : shownValue(threshold, actual)}.`,
    location: threshold.location,
  }))
  if (comparison?.outcome === 'fail')
    findings.push({rule: regressionCheck.id, severity: 'error', message: comparison.text, location: commandLine})
  if (conformance) findings.push(...conformanceFindings(conformance))
  const [reason] = reasons
  if (outcome !== 'fail' || findings.length > 0 || reason === undefined) return findings
  return [{rule: answersCheck.id, severity: 'error', message: reason, location: commandLine}]
}

function summaryOf({verdict, measurement, mode, share}: Run, total: Tally): string {
  const {response} = total.all()
  const {judgements, outcome, reasons, comparison, conformance} = verdict
  const interrupted = measurement.interrupted
    ? `${stoppedBy(measurement)} after ${showDuration(measurement.duration)}. `
    : ''
  if (share)
    return `${interrupted}Worker ${share.index} of ${share.of} has sent its ${shownNumber(measurement.sent)} requests; the verdict comes with "mesh loadtest merge".`
  const failed = total.failures === 0 ? 'no errors' : `${shownShare(total.failures / total.requests)} errors`
  const figures =
    response.count === 0
      ? failed
      : `${shownNumber(achievedRate(measurement), 1)}/s, p95 ${shownLatency(response.percentile(95))}, ${failed}`
  const count = (wanted: Verdict['outcome']) => judgements.filter(judgement => judgement.outcome === wanted).length
  const objectives = (number: number) => `${number} of ${judgements.length} objectives`
  if (outcome === 'fail')
    return `${interrupted}Failed: ${count('fail') > 0 ? `${objectives(count('fail'))} missed` : failureOf(verdict)} (${figures}).`
  if (outcome === 'invalid')
    return `${interrupted}Invalid: the measurement proves nothing (${figures}). ${reasons[0] ?? judgements.find(judgement => judgement.outcome === 'invalid')?.reason ?? ''}`
  if (outcome === 'inconclusive')
    return `${interrupted}Inconclusive: ${count('inconclusive') > 0 ? `too little was seen for ${objectives(count('inconclusive'))}` : measurement.interrupted ? 'the run was not complete' : conformance?.judged === 0 ? 'no answer was held against the contract' : 'it cannot be compared with the baseline'} (${figures}).`
  if (judgements.length === 0 && comparison) return `Passed: not slower than the baseline (${figures}).`
  if (judgements.length === 0)
    return mode === 'max' ? `Done: ${figures}.` : `Done, with no objective to judge by (${figures}).`
  return `Passed: ${judgements.length === 1 ? 'the objective is' : `all ${judgements.length} objectives are`} met (${figures}).`
}

/** Why a run fails that misses no objective. */
function failureOf({reasons, comparison, conformance}: Verdict): string {
  const [reason] = reasons
  if (reason !== undefined) return reason.replace(/\.$/, '')
  if (conformance && conformance.violations.length > 0)
    return `${counted(conformance.violations.length, 'violation')} of the contract`
  return comparison ? 'slower than the baseline' : 'it proves nothing'
}

function stoppedBy({abortedBy}: Measurement): string {
  return abortedBy === undefined ? 'Interrupted' : `Stopped by "${abortedBy}"`
}

function linesOf(run: Run, total: Tally): Line[] {
  const {target, address, mode, measurement, verdict, leftOut, preflight, operations, notJudged, stages} = run
  const {connections} = measurement
  const resolved = new URL(target.origin).hostname.replace(/^\[|\]$/g, '') === address ? '' : ` at ${address}`
  const at = run.proxy === undefined ? resolved : ` through ${run.proxy}`
  const {iterations} = measurement
  const load = iterations
    ? `${shownIterations(iterations, measurement.sent)}${mode === 'max' ? ` of ${connections.limit} users` : ''}`
    : mode === 'max'
      ? measurement.engine === 'closed loop'
        ? `${shownNumber(measurement.sent)} requests of ${connections.limit} users, each waiting for its answers`
        : `as many requests as ${connections.limit} connections take`
      : `${measurement.interrupted ? `${shownNumber(measurement.sent)} of ` : ''}${shownNumber(measurement.planned)} requests`
  const time = showDuration(measurement.duration)
  const isConstant = stages.length === 1 && stages[0]?.from === stages[0]?.to
  const shape =
    mode === 'max'
      ? ` in ${time}`
      : isConstant
        ? ` at ${shownStages(stages)} in ${time}`
        : ` in ${time} (${shownStages(stages)})`
  const lines: Line[] = [
    {
      mark: 'plain',
      text: `${target.origin}${at}: ${load}${shape}${run.merged === undefined ? '' : ` by ${counted(run.merged, 'worker')}`}, ${shownConnections(connections)} used (${measurement.engine}).`,
    },
    {mark: total.failures === 0 ? 'plain' : 'doubtful', text: `Answers: ${answersOf(total)}.`},
  ]
  operations.forEach(({name}, index) => {
    const status = preflight[index] ?? 0
    if (status >= 400) lines.push({mark: 'doubtful', text: `"${name}" answered ${status} in the pre-flight.`})
  })
  if (total.limited > 0)
    lines.push({
      mark: 'doubtful',
      text: `The rate limiter refused ${shownShare(total.limited / total.requests)} (429). That is no error; "limited<1%" would make it an objective.`,
    })
  for (const {operation, reason} of leftOut.slice(0, shownLeftOut))
    lines.push({mark: 'plain', text: `"${operation}" was left out: ${reason}`})
  if (leftOut.length > shownLeftOut)
    lines.push({mark: 'plain', text: `${leftOut.length - shownLeftOut} more operations were left out.`})
  for (const text of notJudged)
    lines.push({mark: 'plain', text: `"${text}" was not judged: a closed loop cannot prove a latency.`})
  // The reason of a failed run is a finding already.
  const told = new Set(findingsOf(verdict).map(({message}) => message))
  for (const text of verdict.reasons) if (!told.has(text)) lines.push({mark: 'bad', text})
  for (const judgement of verdict.judgements) lines.push(judgementLine(judgement))
  const {comparison, conformance} = verdict
  if (conformance) lines.push(conformanceLine(conformance))
  if (comparison && !told.has(comparison.text)) lines.push({mark: marks[comparison.outcome], text: comparison.text})
  if (run.saved !== undefined) lines.push({mark: 'plain', text: run.saved})
  lines.push(...(run.exported ?? []))
  return lines
}

function shownConnections({protocol, peak, limit, opened}: ConnectionUse): string {
  if (protocol === 'HTTP/1.1') return `${peak} of ${limit} connections`
  return `${peak} of ${limit} ${protocol} streams on ${opened} ${opened === 1 ? 'connection' : 'connections'}`
}

const marks = {pass: 'good', fail: 'bad', inconclusive: 'doubtful', invalid: 'bad'} as const

function judgementLine({threshold, outcome, actual, reason}: Judgement): Line {
  const value = actual === null ? 'nothing seen' : shownValue(threshold, actual)
  const word = outcome === 'pass' || outcome === 'fail' ? '' : ` (${outcome})`
  return {mark: marks[outcome], text: `${threshold.text}: ${value}${word}`, ...(reason && {details: [reason]})}
}

function answersOf(total: Tally): string {
  const parts = [
    ...[...total.statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status} × ${shownNumber(count)}`),
    ...[...total.errors].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, count]) => `${code} × ${shownNumber(count)}`),
    ...(total.unsent > 0 ? [`never sent × ${shownNumber(total.unsent)}`] : []),
  ]
  return parts.join(', ') || 'none'
}

const shownPercentiles = [50, 90, 95, 99, 99.9]

function latencyTable({lag, engine}: Measurement, total: Tally): Table {
  const {response, service} = total.all()
  const row = (name: string, latencies: Latencies): string[] => [
    name,
    ...[...shownPercentiles.map(percent => latencies.percentile(percent)), latencies.max, latencies.mean].map(value =>
      latencies.count === 0 ? '-' : shownLatency(value),
    ),
  ]
  const closed = engine !== 'open loop'
  return {
    title: 'Latency',
    columns: ['', ...shownPercentiles.map(percent => `p${percent}`), 'max', 'mean'],
    rows: closed
      ? [row('service time', service)]
      : [row('response time', response), row('service time', service), row('generator lag', lag)],
  }
}

function operationTable({operations, measurement}: Run): Table {
  return {
    title: 'Operations',
    columns: ['', 'requests', 'errors', 'p50', 'p95', 'p99'],
    rows: operations.map(({name}, index) => {
      const tally = measurement.operations[index]
      const response = tally?.all().response
      const figure = (percent: number) => (response?.count ? shownLatency(response.percentile(percent)) : '-')
      const requests = tally?.requests ?? 0
      return [
        name,
        shownNumber(requests),
        requests === 0 ? '-' : shownShare((tally?.failures ?? 0) / requests),
        figure(50),
        figure(95),
        figure(99),
      ]
    }),
  }
}

function nextSteps({verdict, mode, preflight}: Run): string[] {
  const steps: string[] = []
  if (preflight.some(status => status === 401 || status === 403))
    steps.push('Send credentials: --header "Authorization: Bearer …", or "headers" of the target in mesh.yaml.')
  if (mode === 'slo' && verdict.judgements.length === 0 && !verdict.comparison)
    steps.push('State an objective to get a verdict: --threshold "p95<50ms" --threshold "errors<0.1%"')
  return steps
}

function sourcesOf({judgements}: Verdict): Source[] {
  return [...new Map(judgements.flatMap(({threshold: {source}}) => (source ? [[source.path, source]] : []))).values()]
}
