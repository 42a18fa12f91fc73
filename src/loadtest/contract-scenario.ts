import type {Operation as ContractOperation, OpenApiContract} from '../contracts/openapi/model.js'
import {MeshError} from '../core/errors.js'
import {parameterPlan} from './parameters.js'
import type {LeftOut, Operation, SafeMethod, Scenario} from './scenario.js'
import {readObjectives} from './slo.js'
import type {Threshold} from './threshold.js'

/** A contract with examples has a handful of paths for an operation; more than this are no better. */
const mostPaths = 50

/**
 * The GET operations of a contract, each with the values that the contract gives as examples. `basePath` is put before
 * their paths in place of that of the contract's server, unless it is empty.
 */
export function contractScenario(contract: OpenApiContract, basePath: string): Scenario {
  const operations: Operation[] = []
  const leftOut: LeftOut[] = []
  const {root} = contract.document
  const whole = readObjectives(root, contract)
  const thresholds: Threshold[] = [...whole.thresholds]
  for (const operation of contract.document.operations) {
    if (operation.method !== 'get' || operation.exempt) continue
    const {title} = operation
    const slo = readObjectives(operation.node, contract, title)
    const sent = slo.weight === 0 ? 'its "x-slo.weight" is 0.' : operationOf(operation, contract, basePath, slo.weight)
    if (typeof sent === 'string') leftOut.push({operation: title, reason: sent})
    else {
      operations.push(sent)
      thresholds.push(...slo.thresholds)
    }
  }
  if (operations.length === 0)
    throw new MeshError(
      leftOut.length === 0
        ? `"${contract.source.path}" has no GET operation to send.`
        : `"${contract.source.path}" has no GET operation that can be sent: ${leftOut.map(({operation, reason}) => `"${operation}": ${reason}`).join(' ')}`,
      'Give the path parameters examples in the contract, or name paths with --path.',
    )
  return {operations, leftOut, thresholds, ...(whole.rate !== undefined && {rate: whole.rate})}
}

/** The operation as it is sent, or why it cannot be, as the end of a sentence. */
function operationOf(
  operation: ContractOperation,
  contract: OpenApiContract,
  basePath: string,
  weight = 1,
): Operation | string {
  const {title, operationId, path, parameters, servers, responses} = operation
  const types = responses.filter(({status}) => status.startsWith('2')).flatMap(({content}) => content)
  if (types.length > 0 && types.every(({name}) => /^text\/event-stream\b/i.test(name)))
    return 'it answers with a stream of events, which has no end.'
  const plan = parameterPlan(path, parameters, contract)
  if (typeof plan === 'string') return plan
  const prefix = basePath === '' ? (servers[0]?.basePath ?? '') : basePath
  const method: SafeMethod = 'GET'
  return {
    name: title,
    ...(operationId?.text !== undefined && {operationId: operationId.text}),
    method,
    paths: Array.from({length: Math.min(plan.variants, mostPaths)}, (_, variant) => prefix + plan.path(variant)),
    headers: plan.headers,
    weight,
    guessed: plan.guessed,
  }
}
