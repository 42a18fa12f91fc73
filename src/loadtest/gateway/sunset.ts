import type {Operation} from '../../contracts/openapi/model.js'
import {operationOf} from '../source/contract-scenario.js'
import {mergedHeaders} from '../source/headers.js'
import {envelopeFault, errorCodeOf} from './answer.js'
import {bad, doubtful, type GatewayCheck, good, type Observation} from './gateway-check.js'
import type {ProbeAnswer} from './probe.js'
import {needsContract} from './writes/writable.js'

export const sunset: GatewayCheck = {
  name: 'sunset',
  standard: ['RT-32'],
  rule: {
    id: 'loadtest/sunset',
    severity: 'error',
    summary: 'Require that callers of what goes away are told so, until it is gone',
    why: 'Nobody reads a contract again; a header is seen by every caller, and 410 tells a decision from a fault.',
    fix: 'Send Deprecation and Sunset with every answer, a link to the successor, and 410 VERSION_SUNSET after the day.',
  },
  needs: needsContract,
  async *run(facts) {
    const {contract, probe, headers} = facts
    const deprecated = contract?.document.operations.filter(({node}) => node.get('deprecated')?.boolean === true) ?? []
    let tried = 0
    for (const operation of deprecated) {
      if (contract === undefined || operation.method !== 'get') continue
      const sent = operationOf(operation, contract, facts.target.basePath)
      if (typeof sent === 'string') continue
      const [path = '/'] = sent.paths
      tried++
      yield* announced(operation, await probe.send({path, headers: mergedHeaders(sent.headers, headers)}))
    }
    if (tried === 0)
      yield doubtful(
        deprecated.length === 0
          ? 'The contract has nothing that is deprecated.'
          : 'What the contract deprecates cannot be asked for without writing.',
      )
  },
}

function* announced({title, node}: Operation, answer: ProbeAnswer): Generator<Observation> {
  const declared = {since: dateOf(node.get('x-deprecated-at')?.text), sunset: dateOf(node.get('x-sunset')?.text)}
  if (declared.sunset !== undefined && declared.sunset < Date.now()) {
    const fault = answer.status === 410 ? envelopeFault(answer) : undefined
    const code = errorCodeOf(answer)
    const text = `"${title}" is gone since ${day(declared.sunset)} and answers ${answer.status}`
    if (answer.status !== 410) yield bad(`${text} instead of 410.`, answer)
    else if (fault !== undefined) yield bad(`${text}, but ${fault}.`, answer)
    else
      yield code === 'VERSION_SUNSET'
        ? good(`${text} ${code}.`)
        : bad(`${text}, but its code is "${code}" instead of "VERSION_SUNSET".`, answer)
    return
  }
  if (answer.status === 410) {
    yield bad(`"${title}" answers 410 although its day is not there yet.`, answer)
    return
  }
  yield header(title, 'Deprecation', declared.since, unixDate(answer.headers['deprecation']), answer)
  yield header(title, 'Sunset', declared.sunset, dateOf(answer.headers['sunset']), answer)
  yield /rel="?successor-version"?/.test(answer.headers['link'] ?? '')
    ? good(`"${title}" links to its successor.`)
    : doubtful(`"${title}" has no link to a successor; perhaps there is none.`)
}

function header(
  title: string,
  name: string,
  declared: number | undefined,
  said: number | undefined,
  answer: ProbeAnswer,
): Observation {
  const value = answer.headers[name.toLowerCase()]
  if (value === undefined)
    return name === 'Sunset' && declared === undefined
      ? doubtful(`"${title}" says no day on which it is gone, and neither does the contract.`)
      : bad(`"${title}" is deprecated, and its answer has no "${name}".`, answer)
  if (said === undefined) return bad(`"${name}: ${value}" of "${title}" is no date.`, answer)
  // The contract has days, the header seconds.
  if (declared !== undefined && day(declared) !== day(said))
    return bad(`"${name}" of "${title}" is ${day(said)}, and ${day(declared)} in the contract.`, answer)
  return good(`"${title}" has "${name}: ${value}".`)
}

/** `@1767225600`, as RFC 9745 has it. */
function unixDate(text: string | undefined): number | undefined {
  const [, seconds] = /^@(\d+)$/.exec(text ?? '') ?? []
  return seconds === undefined ? undefined : Number(seconds) * 1000
}

function dateOf(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? undefined : time
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
