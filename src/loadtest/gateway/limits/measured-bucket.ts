import {setTimeout as pause} from 'node:timers/promises'
import {showDuration} from '../../../core/duration.js'
import {constantRate} from '../../engine/schedule.js'
import {shownNumber, shownShare} from '../../quantity.js'
import type {DeclaredLimit} from '../declared.js'
import {bad, doubtful, type GatewayFacts, good, type Observation, withFigures} from '../gateway-check.js'
import {percentileOf} from '../measured/difference.js'
import {paced} from '../measured/paced.js'
import {type Decision, fittedBucket} from './token-bucket.js'

/** By how much the measured limit may be off. */
const tolerance = 0.02

/** A bucket is asked for so much of its rate: what it has to let in, and what it cannot. */
const below = 0.8
export const above = 1.5

/** Milliseconds for each of the two. */
const usualTime = 5000
const longest = 60_000

/** So many requests let in make 2 % of them visible. */
const visible = 300

/** Faster than this the probes of one process are no schedule any more. */
const fastest = 5000

/** What was held up too long to be believed is asked again, so often in all. */
const tries = 3

/** What a limiter decided, and how far the times of that can be believed. */
interface Asked {
  readonly decisions: readonly Decision[]
  /** One request in a hundred was held up for longer, on this machine or in the gateway; in milliseconds. */
  readonly stall: number
  /** A longer stall fills a bucket, or makes a burst of what waited. */
  readonly mostStall: number
}

/** Measures a token bucket, on a schedule, so that the measurement itself makes no bursts. */
export async function* measuredBucket(
  facts: GatewayFacts,
  path: string,
  declared: DeclaredLimit & {readonly burst: number},
): AsyncGenerator<Observation> {
  const {limit, window, burst, origin} = declared
  const rate = (limit / window) * 1000
  if (rate * above > fastest) {
    yield doubtful(
      `A limit of ${shownNumber(rate)}/s is too fast to be measured from one process: at most ${shownNumber(fastest / above)}/s.`,
    )
    return
  }
  const duration = Math.min(longest, Math.max(usualTime, (visible / rate) * 1000))
  const calm = await asked(facts, path, declared, rate * below, duration)
  yield believed(fourFifths(calm.decisions, rate, origin), calm)
  const full = await asked(facts, path, declared, rate * above, duration)
  for (const observation of figuresOf(full.decisions, rate, burst, duration, origin)) yield believed(observation, full)
}

function fourFifths(decisions: readonly Decision[], rate: number, origin: string): Observation {
  const sent = shownNumber(decisions.length)
  const refused = decisions.filter(({isAllowed}) => !isAllowed).length
  const load = `${shownNumber(rate * below)}/s, four fifths of the limit`
  if (refused === 0) return good(`${load}, are let in: ${sent} of ${sent}.`)
  return bad(`${load} ${origin}, are refused ${shownNumber(refused)} times of ${sent}.`)
}

function* figuresOf(
  decisions: readonly Decision[],
  rate: number,
  burst: number,
  duration: number,
  origin: string,
): Generator<Observation> {
  const bucket = fittedBucket(decisions)
  if (bucket === undefined) {
    yield bad(
      `${shownNumber(rate * above)}/s, half as much again as the limit ${origin}, are let in: ${shownNumber(decisions.length)} requests met no limit.`,
    )
    return
  }
  const last = decisions.findLast(({isAllowed}) => !isAllowed)?.at ?? duration
  const allowed = decisions.filter(({at, isAllowed}) => isAllowed && at <= last).length
  yield judged('requests let in', allowed, burst + (rate * last) / 1000, 1, origin)
  yield judged('requests per second', bucket.rate.value, rate, bucket.rate.error, origin)
  yield judged('requests at once', bucket.burst.value, burst, bucket.burst.error, origin)
}

/** Off by more than the tolerance, surely: twice the error of the measurement is forgiven, and a single request. */
function judged(what: string, measured: number, declared: number, error: number, origin: string): Observation {
  const off = Math.abs(measured - declared)
  const text = `${shownNumber(measured, 1)} ${what} were measured, ${shownNumber(declared, 1)} ${origin} (${shownShare(off / declared)} off)`
  const allowed = Math.max(1, tolerance * declared)
  const found =
    off <= allowed
      ? good(`${text}.`)
      : off > allowed + 2 * error
        ? bad(`${text}; ${shownShare(tolerance)} are allowed.`)
        : doubtful(`${text}: too close to ${shownShare(tolerance)} to say.`)
  return withFigures(found, {measured, declared, error})
}

/** What looks bad and was measured while somebody stood still proves nothing. */
function believed(observation: Observation, {stall, mostStall}: Asked): Observation {
  if (observation.mark !== 'bad' || stall <= mostStall) return observation
  const text = observation.text.replace(/\.$/, '')
  const why = `requests were held up for ${showDuration(stall)}, on this machine or in the gateway`
  return {...observation, ...doubtful(`${text}; but ${why}. Measure when both are calm.`)}
}

/** Asks a full bucket; again, when requests were held up. */
async function asked(
  facts: GatewayFacts,
  path: string,
  declared: DeclaredLimit & {readonly burst: number},
  rate: number,
  duration: number,
): Promise<Asked> {
  const {limit, window, burst} = declared
  const mostStall = Math.min(((burst / limit) * window) / 2, duration * tolerance)
  for (let attempt = 1; ; attempt++) {
    await refilled(facts, declared)
    const one = await askedOnce(facts, path, rate, duration)
    if (one.stall <= mostStall || attempt === tries) return {...one, mostStall}
  }
}

async function askedOnce(
  {probe, headers, signal}: GatewayFacts,
  path: string,
  rate: number,
  duration: number,
): Promise<Omit<Asked, 'mostStall'>> {
  const schedule = constantRate(rate, duration)
  const arrivals = await paced(schedule, async () => probe.send({path, headers}), signal)
  signal.throwIfAborted()
  const usual = percentileOf(
    Float64Array.from(arrivals, ({result}) => result.took),
    50,
  )
  const late = Float64Array.from(arrivals, ({at, result}, index) => at - schedule.intended(index) + result.took - usual)
  // On the way to the gateway and back: it decided in between.
  const times = arrivals.map(({at, result}) => ({at: at + result.took / 2, isAllowed: result.status !== 429}))
  const start = times.reduce((least, {at}) => Math.min(least, at), Number.POSITIVE_INFINITY)
  return {decisions: times.map(({at, isAllowed}) => ({at: at - start, isAllowed})), stall: percentileOf(late, 99)}
}

/** Waits until the bucket is full again. */
async function refilled({signal}: GatewayFacts, {limit, window, burst = 0}: DeclaredLimit): Promise<void> {
  await pause(Math.min(longest, (burst / limit) * window * 1.1 + 200), undefined, {signal})
}
