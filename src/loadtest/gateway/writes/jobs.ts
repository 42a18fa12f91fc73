import {setTimeout as pause} from 'node:timers/promises'
import {showDuration} from '../../../core/duration.js'
import {jobMembers} from '../../../standard/jobs.js'
import {memberAt} from '../answer.js'
import {bad, doubtful, type GatewayCheck, type GatewayFacts, good, type Observation} from '../gateway-check.js'
import type {ProbeAnswer} from '../probe.js'
import {locationOf} from './resources.js'
import {needsWrite, type Writable, writables} from './writable.js'

/** Nobody waits longer for a job, in milliseconds. */
const longest = 60_000
const lookEvery = 250

const statuses = jobMembers.find(({name}) => name === 'status')?.values ?? []
const over: readonly string[] = ['completed', 'failed', 'cancelled']

export const jobs: GatewayCheck = {
  name: 'jobs',
  standard: ['RT-40'],
  rule: {
    id: 'loadtest/jobs',
    severity: 'error',
    security: 'medium',
    summary: 'Require that a job says where it is, is seen by its owner alone, and ends',
    why: 'Who cannot find a job starts it again; who finds that of somebody else reads its result.',
    fix: 'Answer 202 with Location, jobId and status, keep the owner with the job, and answer 404 to everybody else.',
  },
  needs: facts => needsWrite(facts, 'an operation with 202', withJob),
  async *run(facts) {
    const write = withJob(facts)
    if (write === undefined) return
    const accepted = await facts.probe.send(write.request(write.body, {prefer: 'respond-async'}))
    yield* begun(write, accepted)
    const path = locationOf(accepted)
    if (accepted.status !== 202 || path === undefined) return
    yield* hidden(facts, path)
    yield* followed(facts, path)
  },
}

function withJob(facts: GatewayFacts): Writable | undefined {
  return writables(facts, ['POST', 'PUT', 'PATCH', 'DELETE']).find(({operation}) =>
    operation.responses.some(({status}) => status === '202'),
  )
}

function* begun({operation}: Writable, answer: ProbeAnswer): Generator<Observation> {
  const {status} = answer
  const data = memberAt(answer.json, 'data')
  const said = memberAt(data, 'status')
  const text = `"${operation.title}" with "Prefer: respond-async" is answered with ${status}`
  if (status !== 202) {
    yield bad(`${text} instead of 202.`, answer)
    return
  }
  yield good(`${text}.`)
  yield locationOf(answer) === undefined
    ? bad('The answer has no "Location": nobody finds the job.', answer)
    : good(`"Location" is ${locationOf(answer)}.`)
  yield memberAt(data, 'jobId') !== undefined && typeof said === 'string' && statuses.includes(said)
    ? good(`It has a "jobId", and its status is "${said}".`)
    : bad(
        `Its data has ${memberAt(data, 'jobId') === undefined ? 'no "jobId"' : `the status "${String(said)}"`}.`,
        answer,
      )
}

async function* hidden({probe, otherHeaders}: GatewayFacts, path: string): AsyncGenerator<Observation> {
  const nobody = await probe.send({path})
  yield nobody.status === 401 || nobody.status === 404
    ? good(`Somebody without credentials gets ${nobody.status} for the job.`)
    : bad(`Somebody without credentials gets ${nobody.status} for the job.`, nobody)
  if (otherHeaders === undefined) {
    yield doubtful('Nobody else was given: whether others can read the job was not tried. Use --other-header.')
    return
  }
  const other = await probe.send({path, headers: otherHeaders})
  yield [403, 404].includes(other.status)
    ? good(`Somebody else gets ${other.status} for the job.`)
    : bad(`Somebody else gets ${other.status} for the job; it is to be 404 or 403.`, other)
}

async function* followed({probe, headers, signal}: GatewayFacts, path: string): AsyncGenerator<Observation> {
  const begin = performance.now()
  let progress = 0
  for (;;) {
    const answer = await probe.send({path, headers})
    const data = memberAt(answer.json, 'data')
    const status = memberAt(data, 'status')
    const now = memberAt(data, 'progress')
    if (answer.status !== 200 || typeof status !== 'string' || !statuses.includes(status)) {
      yield bad(`The job is answered with ${answer.status} and the status "${String(status)}".`, answer)
      return
    }
    if (typeof now === 'number') {
      if (now < progress || now > 100) {
        yield bad(`The progress of the job goes from ${progress} to ${now}.`, answer)
        return
      }
      progress = now
    }
    if (over.includes(status)) {
      const took = showDuration(performance.now() - begin)
      const has = status === 'completed' ? 'result' : 'error'
      if (status === 'cancelled') yield doubtful(`The job was cancelled after ${took}.`)
      else
        yield memberAt(data, has) === undefined
          ? bad(`The job is ${status} after ${took}, and has no "${has}".`, answer)
          : good(`The job is ${status} after ${took}, with its ${has}.`)
      return
    }
    if (performance.now() - begin > longest) {
      yield bad(`After ${showDuration(longest)} the job is still ${status}.`, answer)
      return
    }
    await pause(lookEvery, undefined, {signal})
  }
}
