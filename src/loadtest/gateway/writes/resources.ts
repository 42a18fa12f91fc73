import type {Operation} from '../../../contracts/openapi/model.js'
import {Router} from '../../../contracts/pact/router.js'
import {isWanted} from '../../source/contract-scenario.js'
import {type GatewayFacts, good, type Observation} from '../gateway-check.js'
import type {ProbeAnswer} from '../probe.js'

/** The path in `Location`, which may be a whole address. */
export function locationOf({headers}: Pick<ProbeAnswer, 'headers'>): string | undefined {
  const location = headers['location']
  if (location === undefined || !URL.canParse(location, 'http://gateway')) return undefined
  const {pathname, search} = new URL(location, 'http://gateway')
  return pathname + search
}

/** The operation of the contract that a request leads to, if it may be sent. */
export function operationAt(
  {contract, writes, target}: GatewayFacts,
  method: string,
  path: string,
): Operation | undefined {
  if (contract === undefined) return undefined
  const router = new Router(contract.document)
  const bare = path.split('?')[0] ?? path
  const inside = bare.startsWith(`${target.basePath}/`) ? bare.slice(target.basePath.length) : bare
  const operation = (router.find(method, bare) ?? router.find(method, inside))?.operation
  return operation && isWanted(operation, contract, writes) ? operation : undefined
}

/** Deletes what was made, where that may be done, and says what is left. */
export async function* tidied(facts: GatewayFacts, paths: Iterable<string>): AsyncGenerator<Observation> {
  const left: string[] = []
  for (const path of new Set(paths)) {
    if (operationAt(facts, 'DELETE', path) === undefined) left.push(path)
    else if ((await facts.probe.send({method: 'DELETE', path, headers: facts.headers})).status >= 300) left.push(path)
  }
  if (left.length > 0) yield good(`Made for this and still there: ${left.join(', ')}.`)
}
