import type {Config} from '../config/schema.js'
import {Interrupted, MeshError} from '../core/errors.js'
import type {Progress} from '../core/progress.js'
import type {Report} from '../core/report.js'
import {type Source, startOf} from '../core/source.js'
import {openBaseline} from './baseline/baseline.js'
import {closedLoop} from './closed-loop.js'
import {mergedHeaders} from './headers.js'
import {prepareHistograms} from './histogram.js'
import type {Measurement} from './measurement.js'
import {objectivesOf} from './objectives.js'
import {openLoop} from './open-loop.js'
import {Pool} from './pool.js'
import {preflight, reach} from './preflight.js'
import {shownDuration, shownLatency, shownNumber} from './quantity.js'
import {readScenario} from './read-scenario.js'
import type {Glance} from './recorder.js'
import {commandLine, reportOf} from './report.js'
import {type Load, type LoadTestRequest, readLoad} from './request.js'
import {saturate} from './saturation.js'
import type {LeftOut, Operation, Scenario} from './scenario.js'
import {type Stage, stagedRate} from './schedule.js'
import {meanRate, peakRate} from './stages.js'
import {resolveTarget} from './target.js'
import {parseThreshold, type Threshold} from './threshold.js'
import {prepare, turnsOf} from './turns.js'
import {missedAlready, verdictOn} from './verdict.js'

/** What a run works with. */
export interface Surroundings {
  readonly config: Config
  /** Folder that paths in the configuration start from. */
  readonly root: string
  /** The text of mesh.yaml, where its thresholds are shown. */
  readonly configSource: Source | undefined
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** Requests per second when nobody says. */
const defaultRate = 50

/** Connections of a closed loop when nobody says; more of them only wait in the target. */
const closedLoopConnections = 10

/** Loads a target and judges what was seen. */
export async function runLoadTest(request: LoadTestRequest, surroundings: Surroundings): Promise<Report> {
  const {config, progress, signal} = surroundings
  const load = readLoad(request)
  const conditions = (request.aborts ?? []).map(abortCondition)
  const stated = {
    commandLine: [...request.thresholds.map(text => parseThreshold(text, commandLine)), ...conditions],
    config: [...(await configuredThresholds(surroundings)), ...(await openSloThresholds(request.slo ?? []))],
  }
  const target = await resolveTarget(request.target, config.loadtest.targets, surroundings.root)
  const scenario = await readScenario(request, target, surroundings)
  const {mode} = request
  const stages = mode === 'max' ? [] : stagesOf(load, scenario)
  const rate = mode === 'max' ? undefined : meanRate(stages)
  const objectives = objectivesOf(stated, scenario, mode, rate)
  const headers = mergedHeaders(ownHeaders(), target.headers, load.headers)
  const baseline = await openBaseline(request, surroundings.root, {
    target: target.origin + target.basePath,
    rate: rate ?? 0,
    operations: scenario.operations.map(({name}) => name),
  })
  await prepareHistograms()

  progress(`connecting to ${target.origin}`)
  const {dialer, address} = await unlessInterrupted(reach(target, load.timeout), signal)
  const pool = new Pool(
    dialer,
    load.connections ?? (mode === 'max' ? closedLoopConnections : connectionsFor(peakRate(stages))),
  )
  try {
    if (rate !== undefined)
      await unlessInterrupted(pool.warm(load.connections ?? warmConnections(peakRate(stages))), signal)
    progress('asking for each operation once')
    const firsts = scenario.operations.flatMap(operation => prepare(operation, headers).slice(0, 1))
    const statuses = await unlessInterrupted(preflight(target, firsts, pool, load.timeout), signal)
    const checked = withoutUnknown(scenario, statuses)
    const startedAt = new Date()
    const measurement = await measure(checked.operations)
    const {judged, notJudged} = objectives
    const verdict = verdictOn(measurement, checked.operations, judged, baseline.compared(measurement))
    const saved = await baseline.save(measurement, verdict, startedAt)
    return reportOf({
      target,
      address,
      mode,
      ...checked,
      headers,
      rate,
      stages,
      startedAt,
      notJudged,
      measurement,
      verdict,
      saved,
    })
  } finally {
    pool.close()
  }

  function measure(operations: readonly Operation[]) {
    const prepared = operations.map(operation => prepare(operation, headers))
    const turns = turnsOf(operations, prepared)
    const whole = load.duration + (rate === undefined ? 0 : load.warmUp)
    const watch = (elapsed: number, glance: Glance) => progress(progressLine(elapsed, whole, glance))
    const shared = {operations: operations.length, timeout: load.timeout, signal, watch}
    if (request.users !== undefined)
      return closedLoop({...shared, think: load.think, duration: load.duration, turns}, pool)
    if (rate === undefined)
      return saturate({
        ...shared,
        origin: target.origin,
        address,
        tls: target.tls,
        connections: pool.limit,
        duration: load.duration,
        turns,
      })
    const from = stages[0]?.from ?? 0
    const schedule = stagedRate([{duration: load.warmUp, from, to: from}, ...stages])
    const warmUp = Math.min(schedule.count - 1, Math.round((load.warmUp / 1000) * from))
    const isHopeless =
      conditions.length === 0 ? undefined : (soFar: Measurement) => missedAlready(soFar, operations, conditions)
    return openLoop({...shared, schedule, warmUp, turns, isHopeless}, pool)
  }
}

/** How the rate changes; one stage when it does not. */
function stagesOf({rate, duration, stages}: Load, scenario: Scenario): readonly Stage[] {
  if (stages.length > 0) return stages
  const constant = rate ?? scenario.rate ?? defaultRate
  return [{duration, from: constant, to: constant}]
}

async function openSloThresholds(paths: readonly string[]): Promise<Threshold[]> {
  if (paths.length === 0) return []
  const {readOpenSlo} = await import('./open-slo.js')
  return (await Promise.all(paths.map(readOpenSlo))).flat()
}

function abortCondition(text: string): Threshold {
  const threshold = parseThreshold(text, commandLine)
  if (threshold.figure.kind !== 'rate') return threshold
  throw new MeshError(
    `Condition "${text}" cannot end a run: how many answers come in a second is known at its end.`,
    'Write for instance --abort "errors<20%" or --abort "p95<2s".',
  )
}

/** The thresholds of mesh.yaml, each with its line. */
async function configuredThresholds({config, configSource}: Surroundings): Promise<Threshold[]> {
  const texts = config.loadtest.thresholds
  if (texts.length === 0 || configSource === undefined) return []
  const {readJson} = await import('../contracts/json/document.js')
  const list = readJson(configSource).documents[0]?.root.at('loadtest', 'thresholds')
  return texts.map((text, index) => {
    const node = list?.get(index)
    return parseThreshold(text, node ? node.document.locate(node) : startOf(configSource.path), configSource)
  })
}

/** Operations whose made-up values the target does not know are no part of the load; all others stay. */
function withoutUnknown(scenario: Scenario, statuses: readonly number[]) {
  const operations: Operation[] = []
  const preflight: number[] = []
  const leftOut: LeftOut[] = [...scenario.leftOut]
  scenario.operations.forEach((operation, index) => {
    const status = statuses[index] ?? 0
    if (operation.guessed && [400, 404, 410, 422].includes(status)) {
      const reason = `the target answers ${status} to the made-up value in "${operation.paths[0]}". Give its parameters an example in the contract.`
      leftOut.push({operation: operation.name, reason})
    } else {
      operations.push(operation)
      preflight.push(status)
    }
  })
  if (operations.length > 0) return {operations, preflight, leftOut}
  throw new MeshError(
    `No operation is left to send: ${leftOut.map(({operation, reason}) => `"${operation}": ${reason}`).join(' ')}`,
    'Give the path parameters examples in the contract, or name paths with --path.',
  )
}

/** Enough for answers that take half a second; fewer files than most systems allow a process. */
function connectionsFor(rate: number): number {
  return Math.min(500, Math.max(10, Math.ceil(rate / 2)))
}

/** Those that answers of a tenth of a second keep busy; the others are opened when they are needed. */
function warmConnections(rate: number): number {
  return Math.max(10, Math.ceil(rate / 10))
}

/** Before the load has begun there is nothing to report: Ctrl-C ends the wait at once. */
async function unlessInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {}
  const interruption = new Promise<never>((_, reject) => {
    stop = () => reject(new Interrupted('Interrupted.'))
    signal.addEventListener('abort', stop, {once: true})
    if (signal.aborted) stop()
  })
  try {
    return await Promise.race([work, interruption])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function ownHeaders(): Record<string, string> {
  return {
    accept: '*/*',
    'user-agent': `mesh-loadtest/${__MESH_VERSION__}`,
    // So that a service can tell this traffic from that of users, and one run from another.
    'x-mesh-load-test': crypto.randomUUID(),
  }
}

function progressLine(elapsed: number, whole: number, {rate, p95, failures}: Glance): string {
  const left = Math.max(0, whole - elapsed)
  return [
    `${shownNumber(rate)}/s`,
    `p95 ${p95 === null ? '-' : shownLatency(p95)}`,
    `${shownNumber(failures)} errors`,
    left > 0 ? `${shownDuration(Math.ceil(left / 1000) * 1000)} left` : 'waiting for the last answers',
  ].join('  ')
}
