import {setTimeout as pause} from 'node:timers/promises'
import {showDuration} from '../../../core/duration.js'
import {envelopeFault, errorCodeOf} from '../answer.js'
import {
  bad,
  doubtful,
  type GatewayCheck,
  type GatewayFacts,
  good,
  type Observation,
  pathOf,
  withFigures,
} from '../gateway-check.js'
import {percentileOf} from '../measured/difference.js'
import {timeObservation, watchMachine} from '../measured/machine.js'
import type {ProbeAnswer} from '../probe.js'
import type {FaultHook} from './fault-hook.js'
import {disturbsService, lookEvery, needsFault, withFault} from './with-fault.js'

/** The standard's numbers: failures until it opens, and milliseconds for an answer while it is open. */
const mostFailures = 5
const fastAnswer = 50

/** Clients' own mistakes that must not open it. */
const mistakes = 100

/** When it does not open after so many failures it never will. */
const patience = 30

/** So many refusals are timed. */
const refusals = 20

/** Requests that ask at the same moment whether it is half-open: exactly one of them may get through. */
const together = 4

/** How far the moment of the probe may be from the declared one: a part of it, and milliseconds for a busy machine. */
const early = 0.9
const late = {part: 1.1, milliseconds: 1000}

export const breaker: GatewayCheck = {
  name: 'breaker',
  standard: ['RT-21', 'RT-22', 'RT-23'],
  measures: true,
  disturbs: disturbsService,
  rule: {
    id: 'loadtest/breaker',
    severity: 'error',
    summary: 'Require a circuit breaker that opens, answers at once, tries again with one request and closes',
    why: 'Without it a service that is down takes its callers with it, and is not let to come back.',
    fix: 'Count timeouts, broken connections and 5xx for each service, never 4xx; after the time that it is open let one request through.',
  },
  needs: needsFault,
  async *run(facts) {
    yield* withFault(facts, fault => observed(facts, fault))
  },
}

async function* observed(facts: GatewayFacts, fault: FaultHook): AsyncGenerator<Observation> {
  const path = pathOf(facts)
  const {openFor} = facts
  yield await mistakesIgnored(facts, path)
  await fault.set('fail')
  const {failures, opened, openedAt} = await untilOpen(facts, path)
  if (opened === undefined) {
    yield bad(`After ${failures} failures in a row the breaker is still closed: each of them reached the service.`)
    return
  }
  yield withFigures(
    failures >= 1 && failures <= mostFailures
      ? good(`After ${failures} failures the breaker is open.`)
      : bad(`The breaker opened after ${failures} failures; it is to be within ${mostFailures}.`, opened),
    {failures},
  )
  yield* refused(facts, path, fault, opened)
  yield* othersServed(facts)
  yield* triedAgain(facts, path, fault, openedAt)
  await fault.set('none')
  const healedAt = performance.now()
  const answers = await untilTried(facts, path, openFor * late.part + late.milliseconds)
  const served = answers?.find(({status}) => status < 300)
  if (served === undefined) {
    yield bad(
      answers === undefined
        ? `${showDuration(performance.now() - healedAt)} after the service works again the breaker is still open.`
        : `The service works again, and its first answer is ${answers[0]?.status}.`,
    )
    return
  }
  const recovery = performance.now() - healedAt
  yield withFigures(
    good(`${showDuration(recovery)} after the service works again the breaker lets requests through.`),
    {recovery},
  )
  const after = await inTurn(facts, path, refusals)
  const lost = after.find(({status}) => status >= 300)
  yield lost === undefined
    ? good(`It is closed: ${after.length} of ${after.length} requests are served.`)
    : bad(`It is not closed after a success: a request behind it is answered with ${lost.status}.`, lost)
}

async function mistakesIgnored({probe, headers}: GatewayFacts, path: string): Promise<Observation> {
  const missing = `${path.split('?')[0]}/${crypto.randomUUID()}`
  const first = await probe.send({path: missing, headers})
  if (first.status < 400 || first.status >= 500 || first.status === 429)
    return doubtful(`"GET ${missing}" answers ${first.status}: nothing there makes the service answer 4xx.`, first)
  for (let sent = 1; sent < mistakes; sent++) {
    const answer = await probe.send({path: missing, headers})
    if (isOpen(answer))
      return bad(
        `After ${sent} answers of ${first.status} the breaker is open: mistakes of callers are counted.`,
        answer,
      )
  }
  const {status, curl} = await probe.send({path, headers})
  return status < 300
    ? good(`After ${mistakes} answers of ${first.status} the breaker is closed.`)
    : bad(`After ${mistakes} answers of ${first.status} the service answers ${status}.`, {curl})
}

async function untilOpen({probe, headers}: GatewayFacts, path: string) {
  let failures = 0
  // The last failure opens it, at some time after it was sent: what is known of that moment.
  let openedAt = performance.now()
  while (failures < patience) {
    const sentAt = performance.now()
    const answer = await probe.send({path, headers})
    if (isOpen(answer)) return {failures, opened: answer, openedAt}
    openedAt = sentAt
    failures++
  }
  return {failures, opened: undefined, openedAt}
}

/** While it is open: at once, in the standard's form, saying when to come back, and without the service. */
async function* refused(
  facts: GatewayFacts,
  path: string,
  fault: FaultHook,
  opened: ProbeAnswer,
): AsyncGenerator<Observation> {
  const before = await fault.set('fail')
  const machine = watchMachine()
  const answers = await inTurn(facts, path, refusals, facts.openFor / 2)
  const after = await fault.set('fail')
  const others = answers.filter(answer => !isOpen(answer))
  const p95 = percentileOf(
    Float64Array.from(answers, ({took}) => took),
    95,
  )
  yield others.length === 0
    ? good(`While it is open, ${answers.length} of ${answers.length} requests are refused with CIRCUIT_OPEN.`)
    : bad(
        `While it is open, ${others.length} of ${answers.length} requests are answered with something else (${others[0]?.status}).`,
        others[0],
      )
  yield timeObservation(
    {what: 'Refusals take', took: p95, most: fastAnswer, figure: 'at p95', answer: answers[0]},
    machine,
  )
  machine.end()
  if (before !== undefined && after !== undefined)
    yield after === before
      ? good('None of them reaches the service.')
      : bad(`${after - before} of ${answers.length} requests that were refused reached the service.`)
  const form = envelopeFault(opened)
  yield form === undefined
    ? good('The refusal is an error in the standard form.')
    : bad(`The refusal is no error in the standard form: ${form}.`, opened)
  const wait = opened.headers['retry-after']
  yield Number(wait) >= 1
    ? good(`The refusal has "Retry-After: ${wait}".`)
    : bad(`"Retry-After" of the refusal is "${wait ?? 'missing'}"; it is to be a second or more.`, opened)
}

/** The gateway lives, and what does not need the service is served. */
async function* othersServed({probe, headers, otherPaths}: GatewayFacts): AsyncGenerator<Observation> {
  const health = await probe.send({path: '/health'})
  yield health.status === 200
    ? good('"/health" answers 200 while the service fails.')
    : bad(`"/health" answers ${health.status} while the service fails: the platform would restart what works.`, health)
  if (otherPaths.length === 0)
    yield doubtful('No other path was given: whether other services are still served was not tried. Use --other-path.')
  for (const path of otherPaths) {
    const answer = await probe.send({path, headers})
    yield answer.status < 400
      ? good(`"GET ${path}" is served meanwhile (${answer.status}).`)
      : bad(`"GET ${path}" is answered with ${answer.status}, although its service works.`, answer)
  }
}

/** When its time is over exactly one request reaches the service; it fails, and the breaker is open again. */
async function* triedAgain(
  facts: GatewayFacts,
  path: string,
  fault: FaultHook,
  openedAt: number,
): AsyncGenerator<Observation> {
  const {openFor, signal} = facts
  const before = await fault.set('fail')
  const quiet = openFor * early - (performance.now() - openedAt)
  if (quiet > 0) await pause(quiet, undefined, {signal})
  const tooEarly = (await inTurn(facts, path, 1)).filter(answer => !isOpen(answer))
  if (tooEarly.length > 0) {
    yield bad(
      `A request reached the service before ${showDuration(openFor * early)}; the breaker is to be open for ${showDuration(openFor)}.`,
      tooEarly[0],
    )
    return
  }
  const answers = await untilTried(facts, path, openFor * (late.part - early) + late.milliseconds)
  const after = await fault.set('fail')
  const took = performance.now() - openedAt
  if (answers === undefined) {
    yield bad(
      `${showDuration(took)} after it opened the breaker has tried nothing; ${showDuration(openFor)} is when it should (--open-for).`,
    )
    return
  }
  const reached = before === undefined || after === undefined ? answers.length : after - before
  const opened = showDuration(took)
  yield withFigures(
    reached === 1
      ? good(`${opened} after it opened, one request of ${together} at once tries whether the service is back.`)
      : bad(`${opened} after it opened, ${reached} requests at once reach the service instead of one.`, answers[0]),
    {openFor: took, probes: reached},
  )
  const [next] = await inTurn(facts, path, 1)
  yield next && isOpen(next)
    ? good('That one fails, and the breaker is open again.')
    : bad(`That one fails, and the next is answered with ${next?.status}: the breaker did not open again.`, next)
}

/** The answers that are no refusals of the first requests among which there are any; undefined when there are none in time. */
async function untilTried({probe, headers, signal, openFor}: GatewayFacts, path: string, longest: number) {
  const end = performance.now() + longest
  while (performance.now() < end) {
    const answers = await Promise.all(Array.from({length: together}, () => probe.send({path, headers})))
    const tried = answers.filter(answer => !isOpen(answer))
    if (tried.length > 0) return tried
    await pause(Math.min(lookEvery, openFor / 20), undefined, {signal})
  }
  return undefined
}

/** Sends one after the other; no more of them when the time is over. */
async function inTurn(
  {probe, headers}: GatewayFacts,
  path: string,
  count: number,
  time = Number.POSITIVE_INFINITY,
): Promise<ProbeAnswer[]> {
  const end = performance.now() + time
  const answers: ProbeAnswer[] = []
  do answers.push(await probe.send({path, headers}))
  while (answers.length < count && performance.now() < end)
  return answers
}

function isOpen(answer: ProbeAnswer): boolean {
  return answer.status === 503 && errorCodeOf(answer) === 'CIRCUIT_OPEN'
}
