import {setTimeout as pause} from 'node:timers/promises'
import {shownNumber, shownShare} from '../../quantity.js'
import {constantRate} from '../../schedule.js'
import type {DeclaredLimit} from '../declared.js'
import {bad, doubtful, type GatewayFacts, good, type Observation, withFigures} from '../gateway-check.js'
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
  await refilled(facts, declared)
  const calm = await asked(facts, path, rate * below, duration)
  const refused = calm.filter(({isAllowed}) => !isAllowed).length
  yield refused === 0
    ? good(
        `${shownNumber(rate * below)}/s, four fifths of the limit, are let in: ${shownNumber(calm.length)} of ${shownNumber(calm.length)}.`,
      )
    : bad(
        `${shownNumber(rate * below)}/s, four fifths of the limit ${origin}, are refused ${shownNumber(refused)} times of ${shownNumber(calm.length)}.`,
      )
  await refilled(facts, declared)
  const decisions = await asked(facts, path, rate * above, duration)
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

async function asked(
  {probe, headers, signal}: GatewayFacts,
  path: string,
  rate: number,
  duration: number,
): Promise<readonly Decision[]> {
  const begin = performance.now()
  const arrivals = await paced(
    constantRate(rate, duration),
    async () => {
      const {status, took} = await probe.send({path, headers})
      // On the way to the gateway and back: it decided in between.
      return {status, decidedAt: performance.now() - begin - took / 2}
    },
    signal,
  )
  signal.throwIfAborted()
  const [first] = arrivals
  const start = Math.min(...arrivals.map(({result}) => result.decidedAt), first?.result.decidedAt ?? 0)
  return arrivals.map(({result: {status, decidedAt}}) => ({at: decidedAt - start, isAllowed: status !== 429}))
}

/** Waits until the bucket is full again. */
async function refilled({signal}: GatewayFacts, {limit, window, burst = 0}: DeclaredLimit): Promise<void> {
  await pause(Math.min(longest, (burst / limit) * window * 1.1 + 200), undefined, {signal})
}
