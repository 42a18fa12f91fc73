import {MeshError} from '../../core/errors.js'
import type {Report} from '../../core/report.js'
import {Latencies, prepareHistograms} from '../engine/histogram.js'
import {type ConnectionUse, type Iterations, type Measurement, Tally} from '../engine/measurement.js'
import {readExports, sendFigures} from '../export/exports.js'
import {reportOf} from '../report/report.js'
import {readResult, type StoredRun} from '../result/read-result.js'
import {type Verdict, verdictOn} from '../verdict/verdict.js'
import {mergedConformance} from './merged-conformance.js'
import {mergedTimeline} from './merged-timeline.js'
import type {Share} from './share.js'

/** A result of a worker, and the file that it is from. */
interface Part {
  readonly path: string
  readonly run: StoredRun
  readonly share: Share
}

/** The results of workers as that of one run, judged as one. */
export async function mergeResults(paths: readonly string[], exports: readonly string[] = []): Promise<Report> {
  const destinations = readExports(exports)
  await prepareHistograms()
  const parts = await Promise.all(paths.map(readPart))
  parts.sort((a, b) => a.share.index - b.share.index)
  const [first] = parts
  if (first === undefined) throw new MeshError('There is nothing to merge.', 'Name the results of all workers.')
  for (const part of parts) refuseOther(first, part)
  refuseTwice(parts)
  const {share: _, thresholds, conformance: _first, ...stored} = first.run
  const conformance = mergedConformance(parts.flatMap(({run}) => run.conformance ?? []))
  const measurement = mergedMeasurement(parts.map(part => part.run.measurement))
  const missing = missingOf(parts, first.share)
  const verdict = incomplete(verdictOn(measurement, stored.operations, thresholds, {conformance}), missing)
  const run = {...stored, measurement, verdict, merged: first.share.of - missing.length}
  return reportOf({...run, exported: await sendFigures(run, destinations)})
}

async function readPart(path: string): Promise<Part> {
  const run = await readResult(path)
  if (run.share) return {path, run, share: run.share}
  throw new MeshError(
    `"${path}" is the result of a whole run, not that of a worker.`,
    '"mesh loadtest report" shows it; "mesh loadtest merge" takes what "mesh loadtest worker" has written.',
  )
}

/** Figures of different loads say nothing together. */
function refuseOther(one: Part, other: Part): void {
  const difference = differenceOf(one, other)
  if (difference !== undefined)
    throw new MeshError(
      `"${one.path}" and "${other.path}" are not of one run: ${difference}.`,
      'Merge the results of workers that were started with the same flags but --index.',
    )
}

function differenceOf(one: Part, other: Part): string | undefined {
  const [a, b] = [one.run, other.run]
  const [urlOfA, urlOfB] = [a, b].map(({target}) => target.origin + target.basePath)
  if (urlOfA !== urlOfB) return `one loads ${urlOfA}, the other ${urlOfB}`
  if (one.share.of !== other.share.of) return `one has ${one.share.of} workers, the other ${other.share.of}`
  if (one.share.startAt !== other.share.startAt)
    return `one starts at ${startOf(one.share)}, the other at ${startOf(other.share)}`
  const texts = (lists: readonly StoredRun[], of: (run: StoredRun) => readonly string[]) =>
    lists.map(run => of(run).join('\n'))
  const [sentByA, sentByB] = texts([a, b], run => run.operations.map(({name, weight}) => `${name} ${weight}`))
  if (sentByA !== sentByB) return 'they send other operations, or the same ones with other weights'
  const [demandedOfA, demandedOfB] = texts([a, b], run => run.thresholds.map(({text}) => text))
  if (demandedOfA !== demandedOfB) return 'they have other objectives'
  return a.plan === b.plan ? undefined : 'their rates, paths or bodies are not the same'
}

function startOf({startAt}: Share): string {
  return new Date(startAt).toISOString()
}

function refuseTwice(parts: readonly Part[]): void {
  parts.forEach((part, at) => {
    const before = parts[at - 1]
    if (before?.share.index === part.share.index)
      throw new MeshError(
        `Both "${before.path}" and "${part.path}" are of worker ${part.share.index}.`,
        'Name one of them only.',
      )
  })
}

function missingOf(parts: readonly Part[], {of}: Share): number[] {
  const there = new Set(parts.map(({share}) => share.index))
  return Array.from({length: of}, (_, index) => index).filter(index => !there.has(index))
}

/** Without a part of it the load was another one: a miss stays a miss, but nothing else is proven. */
function incomplete(verdict: Verdict, missing: readonly number[]): Verdict {
  if (missing.length === 0) return verdict
  const names = missing.length === 1 ? `worker ${missing[0]} is` : `workers ${missing.join(', ')} are`
  const reason = `The result of ${names} missing: what ${missing.length === 1 ? 'it' : 'they'} sent and saw is unknown.`
  return {
    ...verdict,
    outcome: verdict.outcome === 'fail' ? 'fail' : 'invalid',
    reasons: [reason, ...verdict.reasons],
  }
}

function mergedMeasurement(parts: readonly Measurement[]): Measurement {
  const sum = (figure: (part: Measurement) => number) => parts.reduce((total, part) => total + figure(part), 0)
  const [first] = parts
  if (first === undefined) throw new RangeError('There is nothing to merge.')
  const doubts = [...new Set(parts.flatMap(part => part.doubts ?? []))]
  const abortedBy = parts.find(part => part.abortedBy !== undefined)?.abortedBy
  return {
    engine: first.engine,
    operations: first.operations.map((_, index) => {
      const whole = new Tally()
      for (const {operations} of parts) whole.add(operations[index] ?? new Tally())
      return whole
    }),
    timeline: mergedTimeline(parts.map(({timeline}) => timeline)),
    lag: Latencies.merged(parts.map(({lag}) => lag)),
    waiting: Latencies.merged(parts.map(({waiting}) => waiting)),
    slices: [],
    planned: sum(({planned}) => planned),
    sent: sum(({sent}) => sent),
    sentInTime: sum(({sentInTime}) => sentInTime),
    answeredInTime: sum(({answeredInTime}) => answeredInTime),
    duration: Math.max(...parts.map(({duration}) => duration)),
    connections: mergedConnections(parts.map(({connections}) => connections)),
    processorSeconds: sum(({processorSeconds}) => processorSeconds),
    interrupted: parts.some(({interrupted}) => interrupted),
    ...(abortedBy !== undefined && {abortedBy}),
    ...(first.iterations && {iterations: mergedIterations(parts)}),
    ...(doubts.length > 0 && {doubts}),
  }
}

function mergedIterations(parts: readonly Measurement[]): readonly Iterations[] {
  const [first] = parts
  return (first?.iterations ?? []).map(({scenario}, index) => {
    const all = parts.flatMap(({iterations = []}) => iterations[index] ?? [])
    const sum = (figure: (one: Iterations) => number) => all.reduce((total, one) => total + figure(one), 0)
    return {
      scenario,
      completed: sum(({completed}) => completed),
      failed: sum(({failed}) => failed),
      unfinished: sum(({unfinished}) => unfinished),
      durations: Latencies.merged(all.map(({durations}) => durations)),
    }
  })
}

function mergedConnections(all: readonly ConnectionUse[]): ConnectionUse {
  const sum = (figure: (use: ConnectionUse) => number) => all.reduce((total, use) => total + figure(use), 0)
  const limit = sum(use => use.limit)
  return {
    // Runs of one plan speak one protocol.
    protocol: all[0]?.protocol ?? 'HTTP/1.1',
    limit,
    peak: sum(({peak}) => peak),
    opened: sum(({opened}) => opened),
    busy: Math.min(1, sum(use => use.busy * use.limit) / Math.max(1, limit)),
  }
}
