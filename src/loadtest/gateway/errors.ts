import {envelopeFault, leakIn} from './answer.js'
import {type GatewayCheck, type GatewayFacts, type Observation, pathOf} from './gateway-check.js'
import type {ProbeAnswer, ProbeRequest} from './probe.js'

/** What is not there, not allowed or not readable is told in the standard's form, and tells nothing of the inside. */
export const errors: GatewayCheck = {
  name: 'errors',
  standard: ['RT-15', 'RT-16'],
  rule: {
    id: 'loadtest/errors',
    severity: 'error',
    security: 'medium',
    summary: 'Require that errors have their status and form, and tell nothing of the inside',
    why: 'Clients handle one form of errors; a stack or a host name is a map for whoever attacks.',
    fix: 'Answer errors of the gateway itself in the envelope, too, and log what they would tell.',
  },
  async *run(facts) {
    const {headers} = facts
    const path = pathOf(facts).split('?')[0] ?? '/'
    const unknown = `/${crypto.randomUUID()}`
    yield await judged(facts, 404, 'a path that nobody knows', {path: unknown, headers})
    yield await judged(facts, 405, 'a method that the path does not have', {method: 'TRACE', path, headers}, [404, 501])
    yield await judged(facts, 404, 'a path with a quote in it', {path: `${unknown}'%22;--`, headers}, [400])
    yield await judged(facts, 400, 'a path that cannot be decoded', {path: `${path}/%E0%A4%A`, headers}, [404])
  },
}

async function judged(
  {probe}: GatewayFacts,
  expected: number,
  what: string,
  request: ProbeRequest,
  also: readonly number[] = [],
): Promise<Observation> {
  const answer = await probe.send(request)
  const {status, curl} = answer
  const text = `${what[0]?.toUpperCase()}${what.slice(1)} is answered with ${status}`
  const fault = faultIn(answer, expected, also)
  return fault === undefined ? {mark: 'good', text: `${text}.`} : {mark: 'bad', text: `${text}${fault}.`, curl}
}

/** The rest of a sentence that begins with the status; undefined when all is well. */
function faultIn(answer: ProbeAnswer, expected: number, also: readonly number[]): string | undefined {
  const {status} = answer
  if (status !== expected && !also.includes(status)) return ` instead of ${expected}`
  const leak = leakIn(answer)
  if (leak !== undefined) return ` and tells ${leak}`
  // A server may refuse before any framework sees the request; the form is that of the gateway's own answers.
  const form = status === expected ? envelopeFault(answer) : undefined
  return form === undefined ? undefined : `, but ${form}`
}
