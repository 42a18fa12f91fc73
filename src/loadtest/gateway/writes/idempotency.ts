import {envelopeFault, errorCodeOf, memberAt} from '../answer.js'
import {bad, doubtful, type GatewayCheck, type GatewayFacts, good, type Observation} from '../gateway-check.js'
import type {ProbeAnswer} from '../probe.js'
import type {BodyValue} from './bodies.js'
import {locationOf, tidied} from './resources.js'
import {needsWrite, type Writable, writables} from './writable.js'

const header = 'idempotency-key'

/** So many requests with one key at the same moment. */
const together = 5

export const idempotency: GatewayCheck = {
  name: 'idempotency',
  standard: ['RT-20'],
  rule: {
    id: 'loadtest/idempotency',
    severity: 'error',
    summary: 'Require that a request which is repeated with its Idempotency-Key is done once',
    why: 'Who gets no answer sends again: without the key one order becomes two.',
    fix: 'Keep key, body and answer for 24 hours before the work begins; give the kept answer again, and 422 for another body.',
  },
  needs: facts => needsWrite(facts, 'a POST with an Idempotency-Key', withKey),
  async *run(facts) {
    const write = withKey(facts)
    if (write === undefined) return
    const made = new Set<string>()
    yield* repeated(facts, write, made)
    yield* atOnce(facts, write, made)
    yield* tidied(facts, made)
  },
}

function withKey(facts: GatewayFacts): Writable | undefined {
  return writables(facts, ['POST']).find(takesKey)
}

function takesKey({operation}: Writable): boolean {
  return (
    operation.parameters.some(({in: place, name}) => place === 'header' && name.toLowerCase() === header) &&
    operation.responses.some(({status}) => status === '201')
  )
}

async function* repeated({probe}: GatewayFacts, write: Writable, made: Set<string>): AsyncGenerator<Observation> {
  const {operation, request} = write
  const key = {[header]: crypto.randomUUID()}
  const body: BodyValue = write.changed(write.body) ?? write.body
  const first = await probe.send(request(body, key))
  if (first.status >= 300) {
    yield doubtful(`"${operation.title}" answers ${first.status} to its example: there is nothing to repeat.`, first)
    return
  }
  remember(first, made)
  const again = await probe.send(request(body, key))
  remember(again, made)
  yield again.status === first.status && identityOf(again) === identityOf(first)
    ? good(`"${operation.title}" with one key twice makes one thing.`)
    : bad(`"${operation.title}" with one key twice answers ${again.status} and makes another thing.`, again)
  const other = write.changed(body)
  if (other === undefined) {
    yield doubtful(`"${operation.title}" takes no other body: whether a key fits another one was not tried.`)
    return
  }
  const reused = await probe.send(request(other, key))
  remember(reused, made)
  const fault = reused.status === 422 ? envelopeFault(reused) : undefined
  const text = `"${operation.title}" with the key of another body is answered with ${reused.status}`
  if (reused.status !== 422) yield bad(`${text} instead of 422.`, reused)
  else if (fault !== undefined) yield bad(`${text}, but ${fault}.`, reused)
  else
    yield errorCodeOf(reused) === 'IDEMPOTENCY_KEY_REUSED'
      ? good(`${text} (IDEMPOTENCY_KEY_REUSED).`)
      : bad(`${text}, but its code is "${errorCodeOf(reused)}" instead of "IDEMPOTENCY_KEY_REUSED".`, reused)
}

/** The second request may come before the first one has its answer: then it is told to wait, or waits. */
async function* atOnce({probe}: GatewayFacts, write: Writable, made: Set<string>): AsyncGenerator<Observation> {
  const body = write.changed(write.body)
  if (body === undefined) return
  const sent = write.request(body, {[header]: crypto.randomUUID()})
  const answers = await Promise.all(Array.from({length: together}, () => probe.send(sent)))
  for (const answer of answers) remember(answer, made)
  const done = answers.filter(({status}) => status < 300)
  const things = new Set(done.map(identityOf))
  const strange = answers.find(({status}) => status >= 300 && status !== 409)
  const text = `"${write.operation.title}" ${together} times at once with one key`
  if (things.size > 1) yield bad(`${text} makes ${things.size} things.`, done[1])
  else if (strange !== undefined)
    yield bad(`${text} is answered with ${strange.status}; it is to be the same answer, or 409.`, strange)
  else if (things.size === 0) yield bad(`${text} makes nothing at all.`, answers[0])
  else yield good(`${text} makes one thing.`)
}

function remember(answer: ProbeAnswer, made: Set<string>): void {
  const location = answer.status < 300 ? locationOf(answer) : undefined
  if (location !== undefined) made.add(location)
}

/** What an answer says that it has made: its place, else its id, else all of its data. */
function identityOf(answer: ProbeAnswer): string {
  const data = memberAt(answer.json, 'data')
  return locationOf(answer) ?? JSON.stringify(memberAt(data, 'id') ?? data ?? answer.json)
}
