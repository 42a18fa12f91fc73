import type {Operation as ContractOperation, OpenApiContract} from '../../contracts/openapi/model.js'
import {MeshError} from '../../core/errors.js'
import {readObjectives} from '../verdict/slo.js'
import type {Threshold} from '../verdict/threshold.js'
import {bodyPlan} from './body-plan.js'
import {parameterPlan} from './parameters.js'
import {type LeftOut, type Method, methods, type Operation, type Scenario} from './scenario.js'

/** A contract with examples has a handful of paths for an operation; more than this are no better. */
const mostPaths = 50

/**
 * The GET operations of a contract, and those that write where the contract marks them with `x-loadtest: safe` or
 * `writes` allows all of them, each with the values that the contract gives as examples. `basePath` is put before
 * their paths in place of that of the contract's server, unless it is empty.
 */
export function contractScenario(contract: OpenApiContract, basePath: string, writes = false): Scenario {
  const operations: Operation[] = []
  const leftOut: LeftOut[] = []
  const {root} = contract.document
  const whole = readObjectives(root, contract)
  const thresholds: Threshold[] = [...whole.thresholds]
  for (const operation of contract.document.operations) {
    if (operation.exempt || !isWanted(operation, contract, writes)) continue
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
        ? `"${contract.source.path}" has no operation to send: GET, or marked with "x-loadtest: safe".`
        : `"${contract.source.path}" has no operation that can be sent: ${leftOut.map(({operation, reason}) => `"${operation}": ${reason}`).join(' ')}`,
      'Give the path parameters examples in the contract, or name paths with --path.',
    )
  return {operations, leftOut, thresholds, ...(whole.rate !== undefined && {rate: whole.rate})}
}

/** Whether an operation is sent at all. */
export function isWanted(operation: ContractOperation, contract: OpenApiContract, writes: boolean): boolean {
  const isSafe = isMarkedSafe(operation, contract)
  return operation.method === 'get' || ((writes || isSafe) && isMethod(operation.method.toUpperCase()))
}

/** Whether the contract says that an operation may be sent thousands of times, although it writes. */
export function isMarkedSafe({node, title}: ContractOperation, contract: OpenApiContract): boolean {
  const mark = node.get('x-loadtest')
  if (mark === undefined) return false
  if (mark.text === 'safe') return true
  const {path, start} = contract.locate(mark)
  throw new MeshError(
    `"x-loadtest" of "${title}" is ${mark.shown} (${path}:${start.line}:${start.column}).`,
    'The only value is "safe": the operation may be sent thousands of times. "x-slo: {weight: 0}" leaves one out.',
  )
}

function isMethod(method: string): method is Method {
  return (methods as readonly string[]).includes(method)
}

/** The operation as it is sent, or why it cannot be, as the end of a sentence. */
export function operationOf(
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
  const body = bodyPlan(operation, contract)
  if (typeof body === 'string') return body
  const prefix = basePath === '' ? (servers[0]?.basePath ?? '') : basePath
  const method = operation.method.toUpperCase()
  if (!isMethod(method)) throw new Error(`"${title}" is not sent.`)
  const renewed = Object.keys(plan.headers).find(header => /^idempotency-key$/i.test(header))
  return {
    name: title,
    ...(operationId?.text !== undefined && {operationId: operationId.text}),
    method,
    paths: Array.from({length: Math.min(plan.variants, mostPaths)}, (_, variant) => prefix + plan.path(variant)),
    headers: {...plan.headers, ...(body && {'content-type': body.type})},
    ...(renewed !== undefined && {renewed}),
    ...(body && {bodies: body.bodies.slice(0, mostPaths)}),
    weight,
    guessed: plan.guessed || body?.guessed === true,
  }
}
