import {Interrupted, MeshError} from '../core/errors.js'
import type {Progress} from '../core/progress.js'
import type {Report} from '../core/report.js'
import {chosenAuth} from './auth/chosen-auth.js'
import {openCredentials} from './auth/credentials.js'
import {openBaseline} from './baseline/baseline.js'
import {openConformance} from './conformance/open-conformance.js'
import {planId} from './distributed/plan-id.js'
import {arrivalOf, sharedSchedule, sharedTurns, shareOfFirst} from './distributed/share.js'
import {onThisClock, waitUntil} from './distributed/start-time.js'
import {closedLoop} from './engine/closed-loop.js'
import {prepareHistograms} from './engine/histogram.js'
import type {Measurement} from './engine/measurement.js'
import {openLoop} from './engine/open-loop.js'
import {Pool} from './engine/pool.js'
import type {Glance} from './engine/recorder.js'
import {saturate} from './engine/saturation.js'
import {peakRate} from './engine/stages.js'
import {prepare, renewableTurns, turnsOf} from './engine/turns.js'
import {readExports, sendFigures} from './export/exports.js'
import {LiveLine} from './live/live-line.js'
import {connectionsFor, type Project, plannedLoad, scheduleOf} from './planned-load.js'
import {type Run, reportOf} from './report/report.js'
import type {Play} from './scenario/play.js'
import {mergedHeaders} from './source/headers.js'
import type {LoadTestRequest} from './source/request.js'
import type {LeftOut, Operation, Scenario} from './source/scenario.js'
import {preflight, reach} from './target/preflight.js'
import {checkLimits, checkProduction, spentBudget} from './target/safety.js'
import {resolveTarget} from './target/target.js'
import {leftToMerge, missedAlready, verdictOn} from './verdict/verdict.js'

/** What a run works with. */
export interface Surroundings extends Project {
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** So long before the common start a worker has to be ready, in milliseconds; connections are opened in that time. */
const readyBefore = 1500

/** Connections of a closed loop when nobody says; more of them only wait in the target. */
const closedLoopConnections = 10

/** Loads a target and judges what was seen. */
export async function runLoadTest(request: LoadTestRequest, surroundings: Surroundings): Promise<Report> {
  const {config, progress, signal} = surroundings
  const exports = readExports(request.exports ?? [])
  const planned = await plannedLoad(request, surroundings, () =>
    resolveTarget(request.target, config.loadtest.targets, surroundings.root, request.proxy),
  )
  const {target, load, scenario, stages, rate, objectives, conditions} = planned
  const {mode, share} = request
  const {script} = scenario
  checkProduction(target, request.production)
  const contract = request.contract ?? script?.contract
  const conformanceOf = await openConformance({...request, contract}, target, surroundings)
  const own = ownHeaders()
  const baseline = await openBaseline(request, surroundings.root, {
    target: target.origin + target.basePath,
    rate: rate ?? 0,
    operations: scenario.operations.map(({name}) => name),
  })
  await prepareHistograms()
  const workers = share?.of ?? 1
  const wanted = load.connections && Math.ceil(load.connections / workers)
  const ownPeak = mode === 'max' ? 0 : (peakRate(stages) * (script?.requestsPerIteration ?? 1)) / workers
  // In HTTP/2 those that are asked for carry many requests each; else this is how many may be under way, and a user is one.
  const connections = wanted ?? (mode === 'max' ? closedLoopConnections : connectionsFor(ownPeak))
  const requests =
    rate === undefined ? undefined : scheduleOf(load, stages).schedule.count * (script?.requestsPerIteration ?? 1)
  checkLimits(target, {
    rate: rate === undefined ? undefined : ownPeak * workers,
    duration: load.duration + load.warmUp,
    requests,
    connections: connections * workers,
  })
  const auth = chosenAuth(request, scenario, target)
  if (auth) progress('getting credentials')
  const credentials = await unlessInterrupted(openCredentials(auth, target, surroundings.root), signal)
  const headers = () => mergedHeaders(own, target.headers, credentials.headers(), load.headers)
  if (mode === 'max' && request.users === undefined) refuseShortLife(credentials.expiresAt, load.duration)

  progress(`connecting to ${target.origin}`)
  const {dialer, transport, address} = await unlessInterrupted(reach(target, load.timeout, load.http2), signal)
  const pool = new Pool(transport, request.users ?? connections * (wanted === undefined ? 1 : transport.together))
  const warm = async () => {
    const atStart = wanted === undefined ? warmConnections(ownPeak) : pool.limit
    if (rate !== undefined) await unlessInterrupted(pool.warm(atStart), signal)
  }
  const targetOf = async (named: string | undefined) => {
    if (named === undefined) return target
    const other = await resolveTarget(named, config.loadtest.targets, surroundings.root, request.proxy)
    checkProduction(other, request.production === new URL(other.origin).hostname ? request.production : undefined)
    return other
  }
  let play: Play | undefined
  try {
    if (script) {
      const {openPlay} = await import('./scenario/play.js')
      play = await openPlay(script, {pool, timeout: load.timeout, headers, targetOf, share})
    }
    await warm()
    progress(script ? 'playing each scenario once' : 'asking for each operation once')
    const statuses = await unlessInterrupted(play ? play.rehearse(scenario.operations.length) : firstStatuses(), signal)
    const checked = withoutUnknown(scenario, statuses)
    const conformance = conformanceOf?.(checked.operations)
    if (conformance) pool.show(conformance)
    if (share) {
      progress(`waiting for the common start of ${share.of} workers`)
      await unlessInterrupted(waitUntil(share.startAt, readyBefore, signal), signal)
      // Those of the pre-flight may have been closed while nothing was sent.
      await warm()
    }
    const startedAt = new Date(share?.startAt ?? Date.now())
    const seen = await measure(checked.operations)
    const measurement = credentials.lapse === undefined ? seen : {...seen, doubts: [credentials.lapse]}
    const {judged, notJudged} = objectives
    const verdict = share
      ? leftToMerge(judged, conformance?.result)
      : verdictOn(measurement, checked.operations, judged, {
          comparison: baseline.compared(measurement),
          conformance: conformance?.result,
        })
    const saved = await baseline.save(measurement, verdict, startedAt)
    const run: Run = {
      target,
      ...(target.proxy && {proxy: target.proxy.url}),
      address,
      mode,
      ...checked,
      headers: headers(),
      rate,
      stages,
      startedAt,
      warmUp: rate === undefined ? 0 : load.warmUp,
      notJudged,
      measurement,
      verdict,
      saved,
      ...(share && {share}),
      plan: planId(planned, checked.operations),
    }
    return reportOf({...run, exported: await sendFigures(run, exports)})
  } finally {
    credentials.close()
    play?.close()
    pool.close()
  }

  function firstStatuses(): Promise<number[]> {
    const firsts = scenario.operations.flatMap(operation => prepare(operation, headers()).slice(0, 1))
    return preflight(target, firsts, pool, load.timeout)
  }

  function measure(operations: readonly Operation[]) {
    const preparedNow = () => operations.map(operation => prepare(operation, headers()))
    const turns = renewableTurns(() => turnsOf(operations, preparedNow()))
    credentials.watch(() => turns.renew())
    const length = load.duration + (rate === undefined ? 0 : load.warmUp)
    const live = new LiveLine(length)
    const watch = (elapsed: number, glance: Glance) => progress(live.at(elapsed, glance))
    const most = target.isLocal ? undefined : target.limits?.requests
    const shared = {operations: operations.length, timeout: load.timeout, signal, watch, most}
    const isWatched = conditions.length > 0 || !target.isLocal
    const isHopeless = (soFar: Measurement) =>
      missedAlready(soFar, operations, conditions) ??
      (target.isLocal ? undefined : spentBudget(soFar, objectives.judged, requests && requests / workers))
    const watched = {...shared, ...(isWatched && {isHopeless})}
    if (play && request.users !== undefined)
      return play.perform({users: request.users, think: load.think, duration: load.duration}, watched)
    if (request.users !== undefined)
      return closedLoop({...shared, think: load.think, duration: load.duration, turns}, pool)
    if (rate === undefined)
      return saturate({
        ...shared,
        origin: target.origin,
        dialer,
        connections: pool.limit,
        duration: load.duration,
        turns,
      })
    const {schedule, warmUp} = scheduleOf(load, stages)
    const part = share && {
      schedule: sharedSchedule(schedule, share),
      warmUp: shareOfFirst(warmUp, share),
      startAt: onThisClock(share.startAt),
      keepsSeconds: true,
    }
    const whole = {...watched, schedule, warmUp, ...part}
    if (play) return play.perform({arrivalOf: index => arrivalOf(index, share), ...whole}, whole)
    return openLoop({...whole, turns: share ? sharedTurns(turns, share) : turns}, pool)
  }
}

/** autocannon has its requests before it begins: a token in them cannot be renewed. */
function refuseShortLife(expiresAt: number | undefined, duration: number): void {
  if (expiresAt === undefined || expiresAt > Date.now() + duration) return
  throw new MeshError(
    'The token expires before the run is over, and with --mode max it cannot be renewed.',
    'Take a shorter --duration, or send at a --rate.',
  )
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
