import {MeshError} from '../../core/errors.js'
import {problemsOf} from '../../core/problems.js'
import {readTextFile, shownPath} from '../../io/files.js'
import type {Comparison} from '../baseline/comparison.js'
import type {ConformanceResult} from '../conformance/violation.js'
import {Latencies} from '../engine/histogram.js'
import {type Measurement, Tally} from '../engine/measurement.js'
import type {Run} from '../report/report.js'
import {readIterations} from '../scenario/iterations-report.js'
import {parseThreshold, type Threshold} from '../verdict/threshold.js'
import {resultSchema, type StoredResult} from './result-schema.js'

/** A run that was read from its JSON output; it is judged anew, by the same rules. */
export interface StoredRun extends Omit<Run, 'verdict'> {
  readonly thresholds: readonly Threshold[]
  readonly comparison?: Comparison
  readonly conformance?: ConformanceResult
}

const hint = 'Give a file that "mesh loadtest --format json" or "mesh loadtest worker" has written.'

/** Reads a result; histograms have to be prepared before. */
export async function readResult(path: string): Promise<StoredRun> {
  const shown = shownPath(path)
  const value = parsedJson(await readTextFile(path), shown)
  const parsed = resultSchema.safeParse(value)
  if (!parsed.success)
    throw new MeshError(
      `"${shown}" is no result of a load test: ${problemsOf(parsed.error, resultSchema, value)[0] ?? ''}`,
      hint,
    )
  try {
    return storedRun(parsed.data)
  } catch (error) {
    if (error instanceof MeshError) throw error
    throw new MeshError(`A histogram of "${shown}" cannot be read: ${(error as Error).message}.`, hint, {cause: error})
  }
}

function parsedJson(text: string, shown: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new MeshError(`"${shown}" is not valid JSON.`, hint)
  }
}

function storedRun(stored: StoredResult): StoredRun {
  const {origin, pathname} = new URL(stored.target.url)
  const {name} = stored.target
  return {
    target: {origin, basePath: pathname.replace(/\/+$/, ''), ...(name !== undefined && {name})},
    ...(stored.target.proxy !== undefined && {proxy: stored.target.proxy}),
    address: stored.target.address,
    headers: stored.target.headers,
    mode: stored.mode,
    operations: stored.operations.map(operation => given(operation)),
    leftOut: stored.leftOut,
    preflight: stored.operations.map(({preflight}) => preflight ?? 0),
    rate: stored.rate.asked ?? undefined,
    stages: stored.stages.map(({seconds, from, to}) => ({duration: seconds * 1000, from, to})),
    startedAt: new Date(stored.startedAt),
    warmUp: stored.warmUpSeconds * 1000,
    notJudged: stored.notJudged,
    measurement: measurementOf(stored),
    saved: undefined,
    plan: stored.plan,
    ...(stored.worker && {share: stored.worker}),
    thresholds: stored.thresholds.map(({text, location}) => parseThreshold(text, location)),
    ...(stored.comparison && {comparison: given(stored.comparison)}),
    ...(stored.conformance && {conformance: stored.conformance}),
  }
}

function measurementOf(stored: StoredResult): Measurement {
  const {histograms, requests} = stored
  return {
    engine: stored.engine,
    operations: stored.operations.map(tallyOf),
    timeline: stored.timeline.map(({p50, p95, max, refusedP95, latencies, ...moment}) => ({
      ...moment,
      p50: p50 ?? undefined,
      p95: p95 ?? undefined,
      max: max ?? undefined,
      refusedP95: refusedP95 ?? undefined,
      ...(latencies !== undefined && {latencies}),
    })),
    lag: Latencies.decode(histograms.lag, stored.lag),
    waiting: Latencies.decode(histograms.waiting, stored.waiting),
    slices: [],
    planned: requests.planned,
    sent: requests.sent,
    sentInTime: requests.sentInTime,
    answeredInTime: requests.answeredInTime,
    duration: stored.durationSeconds * 1000,
    connections: stored.connections,
    processorSeconds: stored.generator.processorSeconds,
    interrupted: stored.interrupted,
    ...(stored.abortedBy !== undefined && {abortedBy: stored.abortedBy}),
    ...(stored.iterations && {iterations: stored.iterations.map(readIterations)}),
    ...(stored.doubts && {doubts: stored.doubts}),
  }
}

function tallyOf({statuses = {}, errors = {}, classes, ...more}: StoredResult['operations'][number]) {
  const {bytes = 0, unsent = 0, asExpected = 0, unexpected = 0} = more
  const counts = {
    statuses: Object.entries(statuses).map(([status, count]) => [Number(status), count] as const),
    errors: Object.entries(errors),
    bytes,
    unsent,
    asExpected,
    unexpected,
  }
  return Tally.of(
    counts,
    Object.entries(classes).map(([name, {response, service, histograms}]) => [
      name,
      {
        response: Latencies.decode(histograms.response, response),
        service: Latencies.decode(histograms.service, service),
      },
    ]),
  )
}

type Given<T> = {[Key in keyof T]: Exclude<T[Key], undefined>}

/** What is optional is left out, not undefined. */
function given<T extends object>(value: T): Given<T> {
  // Object.fromEntries forgets the keys.
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Given<T>
}
