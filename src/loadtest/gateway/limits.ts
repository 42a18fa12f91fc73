import {setTimeout as pause} from 'node:timers/promises'
import {envelopeFault} from './answer.js'
import {type GatewayCheck, type GatewayFacts, type Observation, pathOf} from './gateway-check.js'
import type {ProbeAnswer} from './probe.js'

/** So many requests at most until a limiter has to speak; a declared limit is at most 1,000 in a window. */
const most = 3000
const together = 32

/** Nobody waits longer for a window to end. */
const longestWait = 65

export const limits: GatewayCheck = {
  name: 'limits',
  destructive: true,
  rule: {
    id: 'loadtest/limits',
    severity: 'error',
    summary: 'Require a rate limit that says when to come back, and that cannot be walked around',
    why: 'Without a limit one caller takes the service from all others; a limit that says nothing makes clients try at once.',
    fix: 'Answer 429 with Retry-After and the RateLimit headers, count by identity, and never by a header that the client writes.',
  },
  async *run(facts) {
    const path = pathOf(facts)
    const begin = performance.now()
    const {sent, refusal} = await untilRefused(facts, path)
    const took = performance.now() - begin
    if (refusal === undefined) {
      yield {
        mark: 'bad',
        text: `${sent} requests as fast as they went, in ${Math.ceil(took / 1000)} s, were all let in: no limit was met.`,
      }
      return
    }
    yield {mark: 'good', text: `After ${sent} requests the limiter answers 429.`}
    const {headers, curl} = refusal
    const after = Number(headers['retry-after'])
    yield after >= 1
      ? {mark: 'good', text: `"Retry-After" is ${after} s.`}
      : {
          mark: 'bad',
          text: `"Retry-After" is "${headers['retry-after'] ?? 'missing'}"; it is to be a second or more.`,
          curl,
        }
    yield headers['ratelimit'] !== undefined ||
    headers['ratelimit-remaining'] !== undefined ||
    headers['x-ratelimit-remaining'] !== undefined
      ? {mark: 'good', text: 'The headers of the limit are there.'}
      : {mark: 'bad', text: 'There are no RateLimit headers.', curl}
    const fault = envelopeFault(refusal)
    yield fault === undefined
      ? {mark: 'good', text: 'The refusal is an error in the standard form.'}
      : {mark: 'bad', text: `The refusal is no error in the standard form: ${fault}.`, curl}
    yield* walkedAround(facts, path)
    if (!(after >= 1 && after <= longestWait)) return
    await pause(after * 1000 + 50)
    const later = await facts.probe.send({path, headers: facts.headers})
    yield later.status === 429
      ? {mark: 'bad', text: `${after} s later, as "Retry-After" says, the answer is still 429.`, curl: later.curl}
      : {mark: 'good', text: `${after} s later, as "Retry-After" says, the answer is ${later.status}.`}
  },
}

async function untilRefused({probe, headers}: GatewayFacts, path: string) {
  let sent = 0
  let refusal: ProbeAnswer | undefined
  const work = async () => {
    while (sent < most && refusal === undefined) {
      sent++
      const answer = await probe.send({path, headers})
      if (answer.status === 429) refusal ??= answer
    }
  }
  await Promise.all(Array.from({length: together}, work))
  return {sent, refusal}
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
      ? {mark: 'bad', text: `With another "${name}" the caller is let in again (${answer.status}).`, curl: answer.curl}
      : {mark: 'good', text: `Another "${name}" changes nothing (${answer.status}).`}
  }
}
