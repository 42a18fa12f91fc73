import {setTimeout as pause} from 'node:timers/promises'
import {rateLimitCode} from '../../../standard/api-error.js'
import {shownNumber, shownShare} from '../../quantity.js'
import {envelopeFault, errorCodeOf} from '../answer.js'
import {type DeclaredLimit, shownLimit} from '../declared.js'
import {bad, doubtful, type GatewayCheck, type GatewayFacts, good, type Observation, pathOf} from '../gateway-check.js'
import type {ProbeAnswer} from '../probe.js'
import {measuredBucket} from './measured-bucket.js'

/** So many requests at most until a limiter has to speak, when nobody says where it is. */
const most = 3000
const together = 32

/** Nobody waits longer for a window to end, in seconds. */
const longestWait = 65

/** By how much the measured limit may be off. */
const tolerance = 0.02

export const limits: GatewayCheck = {
  name: 'limits',
  standard: ['RT-07', 'RT-08'],
  measures: true,
  disturbs: 'uses up a limit that others may share',
  meetsLimiter: true,
  rule: {
    id: 'loadtest/limits',
    severity: 'error',
    summary: 'Require the rate limit that was promised, one that says when to come back and cannot be walked around',
    why: 'Without a limit one caller takes the service from all others; a limit that says nothing makes clients try at once.',
    fix: 'Answer 429 with Retry-After and the RateLimit headers, count by identity, and never by a header that the client writes.',
  },
  async *run(facts) {
    const path = pathOf(facts)
    const before = await facts.probe.send({path, headers: facts.headers})
    const {limit} = facts
    if (limit?.burst !== undefined) yield* measuredBucket(facts, path, {...limit, burst: limit.burst})
    const begin = performance.now()
    const {sent, refusal} = await untilRefused(facts, path)
    const took = performance.now() - begin
    if (refusal === undefined) {
      yield bad(
        `${shownNumber(sent)} requests as fast as they went, in ${Math.ceil(took / 1000)} s, were all let in: no limit was met.`,
      )
      return
    }
    yield good(`After ${shownNumber(sent)} requests as fast as they went the limiter answers 429.`)
    yield* told(refusal)
    if (before.status !== 429) yield announced(before, 'An answer')
    yield* walkedAround(facts, path)
    yield await isolated(facts, path)
    const after = Number(refusal.headers['retry-after'])
    if (!(after >= 1)) return
    if (after > longestWait) {
      yield doubtful(`"Retry-After" is ${after} s: longer than anybody waits for a check.`)
      return
    }
    await pause(after * 1000 + 50, undefined, {signal: facts.signal})
    yield* comeBack(facts, path, after, limit ?? announcedLimit(refusal))
  },
}

/** What the refusal itself says. */
function* told(refusal: ProbeAnswer): Generator<Observation> {
  const after = refusal.headers['retry-after']
  yield Number(after) >= 1
    ? good(`"Retry-After" is ${after} s.`)
    : bad(`"Retry-After" is "${after ?? 'missing'}"; it is to be a second or more.`, refusal)
  yield announced(refusal, 'The refusal')
  const fault = envelopeFault(refusal)
  const code = errorCodeOf(refusal)
  if (fault !== undefined) yield bad(`The refusal is no error in the standard form: ${fault}.`, refusal)
  else if (refusal.headers['content-type']?.includes('problem+json') || code === rateLimitCode)
    yield good('The refusal is an error in the standard form.')
  else yield bad(`The code of the refusal is "${code}" instead of "${rateLimitCode}".`, refusal)
}

function announced(answer: ProbeAnswer, what: string): Observation {
  return ['ratelimit', 'ratelimit-remaining', 'x-ratelimit-remaining'].some(name => answer.headers[name] !== undefined)
    ? good(`${what} has the headers of the limit.`)
    : bad(`${what} has no RateLimit headers.`, answer)
}

/** After the time that the refusal names the caller is let in, as often as the window allows. */
async function* comeBack(
  facts: GatewayFacts,
  path: string,
  after: number,
  declared: DeclaredLimit | undefined,
): AsyncGenerator<Observation> {
  const {allowed, refusal, first} = await untilRefused(facts, path)
  if (first?.status === 429) {
    yield bad(`${after} s later, as "Retry-After" says, the answer is still 429.`, first)
    return
  }
  yield good(`${after} s later, as "Retry-After" says, the answer is ${first?.status}.`)
  if (declared?.burst !== undefined) return
  if (declared === undefined) {
    yield doubtful(`${shownNumber(allowed)} requests were let in then; nobody says how many it should be. Use --limit.`)
    return
  }
  const off = Math.abs(allowed - declared.limit) / declared.limit
  const text = `${shownNumber(allowed)} requests were let in then, in a new window; ${shownLimit(declared)} is the limit ${declared.origin} (${shownShare(off)} off)`
  if (refusal === undefined) yield bad(`${text}: no limit was met.`)
  else if (off <= tolerance || Math.abs(allowed - declared.limit) <= 1) yield good(`${text}.`)
  else yield bad(`${text}; ${shownShare(tolerance)} are allowed.`, refusal)
}

/** The limit that the refusal tells in its headers; how long its window is does not matter for counting. */
function announcedLimit({headers}: ProbeAnswer): DeclaredLimit | undefined {
  const [, combined] = /\blimit=(\d+)/.exec(headers['ratelimit'] ?? '') ?? []
  const limit = Number(headers['ratelimit-limit']?.split(/[,;]/)[0] ?? headers['x-ratelimit-limit'] ?? combined)
  return limit >= 1 ? {limit, window: 60_000, burst: undefined, origin: 'of its headers'} : undefined
}

async function untilRefused({probe, headers, limit}: GatewayFacts, path: string) {
  const end = Math.max(most, Math.ceil((limit?.limit ?? 0) * 1.5) + (limit?.burst ?? 0))
  let sent = 0
  let allowed = 0
  let refusal: ProbeAnswer | undefined
  let first: ProbeAnswer | undefined
  const ask = async () => {
    sent++
    const answer = await probe.send({path, headers})
    first ??= answer
    if (answer.status === 429) refusal ??= answer
    else allowed++
  }
  const work = async () => {
    while (sent < end && refusal === undefined) await ask()
  }
  await ask()
  await Promise.all(Array.from({length: together}, work))
  return {sent, allowed, refusal, first}
}

/** What a client writes itself must not give it a new count. */
async function* walkedAround({probe, headers}: GatewayFacts, path: string): AsyncGenerator<Observation> {
  for (const claim of [
    {'x-forwarded-for': '203.0.113.7'},
    {'x-real-ip': '203.0.113.8'},
    {'x-user-id': 'somebody-else'},
    {'x-api-key': crypto.randomUUID()},
  ]) {
    const [name = ''] = Object.keys(claim)
    const answer = await probe.send({path, headers: {...headers, ...claim}})
    yield answer.status < 400
      ? bad(`With another "${name}" the caller is let in again (${answer.status}).`, answer)
      : good(`Another "${name}" changes nothing (${answer.status}).`)
  }
}

/** What one caller has used up is not missing to another one. */
async function isolated({probe, otherHeaders}: GatewayFacts, path: string): Promise<Observation> {
  if (otherHeaders === undefined)
    return doubtful(
      'Nobody else was given: whether one caller uses up the limit of another was not tried. Use --other-header.',
    )
  const answer = await probe.send({path, headers: otherHeaders})
  return answer.status === 429
    ? bad('Another caller is refused, too, although it has asked for nothing yet.', answer)
    : good(`Another caller is let in (${answer.status}).`)
}
