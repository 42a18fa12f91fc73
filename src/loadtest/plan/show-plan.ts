import {showDuration} from '../../core/duration.js'
import type {Line, Report, Table} from '../../core/report.js'
import {planId} from '../distributed/plan-id.js'
import {mixOf} from '../engine/mix.js'
import {stagedRate} from '../engine/schedule.js'
import {peakRate, shownStages} from '../engine/stages.js'
import {connectionsFor, type PlannedLoad, type Project, plannedLoad} from '../planned-load.js'
import {shownNumber} from '../quantity.js'
import {redactedPath} from '../source/headers.js'
import type {LoadTestRequest} from '../source/request.js'
import type {Operation} from '../source/scenario.js'
import {type DescribedTarget, describeTarget} from '../target/target.js'
import {enoughFor} from '../verdict/confidence.js'
import {isNamed} from '../verdict/objectives.js'
import type {Threshold} from '../verdict/threshold.js'

type Plan = PlannedLoad<DescribedTarget>

/** What a run would send and what it could prove; nothing is sent, and nothing is looked up in the network. */
export async function showPlan(request: LoadTestRequest, project: Project): Promise<Report> {
  const plan = await plannedLoad(request, project, async () =>
    describeTarget(request.target, project.config.loadtest.targets),
  )
  const {target, load, scenario, stages, rate, objectives} = plan
  const iterations = stagedRate(stages).count
  const {script} = scenario
  const total = Math.round(iterations * (script?.requestsPerIteration ?? 1))
  const counts = requestsOf(scenario.operations, total)
  const adequacies = objectives.judged.map(threshold => adequacyOf(threshold, plan, counts, total))
  const connections = load.connections ?? connectionsFor(peakRate(stages) * (script?.requestsPerIteration ?? 1))
  const url = target.origin + target.basePath
  const short = adequacies.filter(({isEnough}) => !isEnough)
  const lines: Line[] = [
    {
      mark: 'plain',
      text: `${url}: ${script ? `${shownNumber(iterations)} iterations with ` : ''}${shownNumber(total)} requests at ${shownStages(stages)} in ${showDuration(load.duration)}, on up to ${connections} connections.`,
    },
    ...(load.warmUp > 0
      ? [
          {
            mark: 'plain' as const,
            text: `Before that, ${showDuration(load.warmUp)} of warm-up, which no figure counts.`,
          },
        ]
      : []),
    ...scenario.leftOut.map(({operation, reason}) => ({
      mark: 'plain' as const,
      text: `"${operation}" would be left out: ${reason}`,
    })),
    ...scenario.operations.flatMap(({name, guessed}): Line[] =>
      guessed
        ? [{mark: 'plain', text: `"${name}" has a made-up value: it is left out if the target does not know it.`}]
        : [],
    ),
    ...adequacies.map(
      ({threshold, requests, enough, isEnough}): Line => ({
        mark: isEnough ? 'good' : 'doubtful',
        text: `${threshold.text}: ${enough === undefined ? 'any number of requests is enough' : `${shownNumber(enough)} requests are enough, ${shownNumber(requests)} are sent`}.`,
      }),
    ),
  ]
  return {
    outcome: 'pass',
    title: `Plan of a load test of ${url}`,
    summary: `Nothing was sent. ${verdictAhead(adequacies.length, short.length)}`,
    findings: [],
    lines,
    tables: [operationTable(scenario.operations, counts)],
    next: short.length > 0 ? ['Send for longer, or faster: each objective says how many requests it needs.'] : [],
    data: {
      plan: planId(plan, scenario.operations),
      target: {...(target.name !== undefined && {name: target.name}), url},
      rate: {asked: rate ?? null},
      stages: stages.map(({duration, from, to}) => ({seconds: duration / 1000, from, to})),
      durationSeconds: load.duration / 1000,
      warmUpSeconds: load.warmUp / 1000,
      requests: total,
      connections,
      operations: scenario.operations.map(({name, operationId, weight, paths, bodies = [], guessed}, index) => ({
        name,
        ...(operationId !== undefined && {operationId}),
        weight,
        requests: counts[index] ?? 0,
        paths: paths.map(redactedPath),
        bodies: bodies.length,
        guessed,
      })),
      leftOut: scenario.leftOut,
      thresholds: adequacies.map(({threshold, requests, enough}) => ({
        text: threshold.text,
        requests,
        enough: enough ?? null,
      })),
    },
  }
}

function verdictAhead(objectives: number, short: number): string {
  if (objectives === 0) return 'The run has no objective to be judged by.'
  if (short === 0) return 'The run is long enough to judge every objective.'
  return `The run is too short for ${short} of ${objectives} objectives: even without a miss they would be inconclusive.`
}

/** How many requests of a run each operation gets. */
function requestsOf(operations: readonly Operation[], total: number): number[] {
  const cycle = mixOf(operations.map(({weight}) => weight))
  const counts = operations.map(() => 0)
  const add = (operation: number, times: number) => {
    counts[operation] = (counts[operation] ?? 0) + times
  }
  const whole = Math.floor(total / cycle.length)
  cycle.forEach((operation, place) => {
    add(operation, whole + (place < total % cycle.length ? 1 : 0))
  })
  return counts
}

interface Adequacy {
  readonly threshold: Threshold
  readonly requests: number
  /** Undefined where any number will do. */
  readonly enough: number | undefined
  readonly isEnough: boolean
}

/** Whether a run has the requests that it takes to say that an objective is met, if none of them misses it. */
function adequacyOf(threshold: Threshold, {scenario}: Plan, counts: readonly number[], total: number): Adequacy {
  const {operation, figure, limit} = threshold
  const index = scenario.operations.findIndex(each => operation !== undefined && isNamed(each, operation))
  const requests = operation === undefined ? total : (counts[index] ?? 0)
  const enough = enoughOf(figure, limit)
  return {threshold, requests, enough, isEnough: enough === undefined || requests >= enough}
}

function enoughOf(figure: Threshold['figure'], limit: number): number | undefined {
  if (figure.kind === 'percentile') return enoughFor(1 - figure.percent / 100)
  // That there is not one error can only be said of the requests that are made.
  if ((figure.kind === 'errors' || figure.kind === 'limited') && limit > 0) return enoughFor(limit)
  return undefined
}

function operationTable(operations: readonly Operation[], counts: readonly number[]): Table {
  return {
    title: 'Operations',
    columns: ['', 'requests', 'weight', 'asks for'],
    rows: operations.map(({name, weight, paths, bodies = []}, index) => [
      name,
      shownNumber(counts[index] ?? 0),
      weight,
      `${redactedPath(paths[0] ?? '')}${paths.length > 1 ? ` and ${paths.length - 1} more` : ''}${bodies.length > 0 ? ', with a body' : ''}`,
    ]),
  }
}
