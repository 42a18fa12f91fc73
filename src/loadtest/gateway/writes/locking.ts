import type {Operation} from '../../../contracts/openapi/model.js'
import {errorCodeOf, memberAt} from '../answer.js'
import {bad, doubtful, type GatewayCheck, type GatewayFacts, good, type Observation} from '../gateway-check.js'
import type {ProbeAnswer, ProbeRequest} from '../probe.js'
import type {BodyValue} from './bodies.js'
import {locationOf, operationAt, tidied} from './resources.js'
import {needsWrite, type Writable, writableOf, writables} from './writable.js'

/** So many updates from one version at the same moment. */
const together = 4

/** What is changed: a thing that was made for this. */
interface Thing {
  readonly path: string
  readonly update: Writable
}

export const locking: GatewayCheck = {
  name: 'locking',
  standard: ['RT-19'],
  rule: {
    id: 'loadtest/locking',
    severity: 'error',
    summary: 'Require that of two updates from one version one is refused',
    why: 'Whoever saves last overwrites what others have saved before, and nobody notices.',
    fix: 'Compare the version that the caller read and write in one step; answer 409 VERSION_CONFLICT, or 412 to If-Match.',
  },
  needs: facts => needsWrite(facts, 'a POST that creates', each => creating(each)[0]),
  async *run(facts) {
    const thing = await made(facts)
    if (thing === undefined) {
      yield doubtful(
        'Nothing that can be made can be changed: the contract has no PATCH or PUT of it that may be sent.',
      )
      return
    }
    if ('status' in thing) {
      yield doubtful(`Nothing could be made to be changed: the answer is ${thing.status}.`, thing)
      return
    }
    yield* contended(facts, thing)
    yield* tidied(facts, [thing.path])
  },
}

function creating(facts: GatewayFacts): readonly Writable[] {
  return writables(facts, ['POST']).filter(({operation}) => operation.responses.some(({status}) => status === '201'))
}

/** Makes something that can be changed; gives the answer when that failed. */
async function made(facts: GatewayFacts): Promise<Thing | ProbeAnswer | undefined> {
  const {contract, probe} = facts
  let refusal: ProbeAnswer | undefined
  for (const create of creating(facts)) {
    if (contract === undefined) continue
    const answer = await probe.send(create.request(create.changed(create.body) ?? create.body))
    const path = locationOf(answer)
    const operation: Operation | undefined =
      path === undefined ? undefined : (operationAt(facts, 'PATCH', path) ?? operationAt(facts, 'PUT', path))
    const update = operation && writableOf(facts, contract, operation, path)
    if (path !== undefined && update !== undefined) return {path, update}
    if (answer.status >= 300) refusal = answer
  }
  return refusal
}

async function* contended({probe, headers}: GatewayFacts, {path, update}: Thing): AsyncGenerator<Observation> {
  const current = await probe.send({path, headers})
  const data = memberAt(current.json, 'data') ?? current.json
  const version = memberAt(data, 'version')
  const changes = changesOf(update, data)
  if (current.status >= 300 || changes === undefined) {
    yield doubtful(`"${update.operation.title}" has nothing that could be changed twice.`, current)
    return
  }
  const byBody = update.members.has('version')
  const tag = current.headers['etag'] ?? `"${String(version)}"`
  const requestOf = (body: BodyValue): ProbeRequest =>
    byBody ? update.request({...body, version}) : update.request(body, {'if-match': tag})
  const [expected, code] = byBody ? [409, 'VERSION_CONFLICT'] : [412, 'PRECONDITION_FAILED']
  const answers = await Promise.all(changes.map(body => probe.send(requestOf(body))))
  const won = answers.filter(({status}) => status < 300)
  const lost = answers.filter(({status}) => status >= 300)
  const title = `"${update.operation.title}" ${together} times at once from one version`
  yield won.length === 1
    ? good(`${title} is done once.`)
    : bad(
        `${title} is done ${won.length} times: ${won.length === 0 ? 'nobody wins' : 'changes are lost'}.`,
        won[1] ?? answers[0],
      )
  const other = lost.find(({status}) => status !== expected)
  if (other !== undefined)
    yield bad(`${title}: who comes late is answered with ${other.status} instead of ${expected}.`, other)
  else if (lost[0]) yield* told(lost[0], code)
  const [next] = changesOf(update, data) ?? []
  if (next === undefined) return
  const blind = await probe.send(update.request(next))
  const wanted = byBody ? [422, 428] : [428, 422]
  yield wanted.includes(blind.status)
    ? good(`Without a version it is refused with ${blind.status}.`)
    : bad(`Without a version it is answered with ${blind.status} instead of ${wanted[0]}.`, blind)
}

/** Who comes late learns which version there is. */
function* told(answer: ProbeAnswer, code: string): Generator<Observation> {
  const said = errorCodeOf(answer)
  yield said === code
    ? good(`Who comes late gets ${answer.status} ${code}.`)
    : bad(`The code of ${answer.status} is "${said}" instead of "${code}".`, answer)
  const details = memberAt(answer.json, 'errors', 0, 'details')
  const missing = ['expectedVersion', 'currentVersion'].filter(name => typeof memberAt(details, name) !== 'number')
  yield missing.length === 0
    ? good('Its details have both versions.')
    : bad(`Its details have no ${missing.map(name => `"${name}"`).join(' and no ')}.`, answer)
}

/** Different changes of the same thing: what can be both read and written, with other values. */
function changesOf(update: Writable, data: unknown): readonly BodyValue[] | undefined {
  const {members, method} = update
  const shared = Object.fromEntries(
    Object.entries(typeof data === 'object' && data !== null ? data : {}).filter(
      ([name]) => members.has(name) && name !== 'version',
    ),
  )
  const all = Array.from({length: together}, () => {
    const body = update.changed({...update.body, ...shared})
    if (body === undefined || method === 'PUT') return body
    return Object.fromEntries(Object.entries(body).filter(([name, value]) => value !== shared[name]))
  })
  return all.every(body => body !== undefined) ? all : undefined
}
