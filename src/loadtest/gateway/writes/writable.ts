import {Validator} from '../../../contracts/json/validation/validator.js'
import type {JsonNode, OpenApiContract, Operation} from '../../../contracts/openapi/model.js'
import {isWanted, operationOf} from '../../source/contract-scenario.js'
import {mergedHeaders} from '../../source/headers.js'
import type {Method} from '../../source/scenario.js'
import type {GatewayFacts} from '../gateway-check.js'
import type {ProbeRequest} from '../probe.js'
import {type BodyValue, broken, changed} from './bodies.js'

/** An operation that changes data, may be sent, and has a JSON object as its body. */
export interface Writable {
  readonly operation: Operation
  readonly method: Method
  readonly path: string
  /** The body that the contract gives, or that was made up from its schema. */
  readonly body: BodyValue
  /** Names of the members that the schema of the body describes. */
  readonly members: ReadonlySet<string>
  /** The same body with another text or number in it that is in the schema; undefined when there is none. */
  changed(body: BodyValue): BodyValue | undefined
  /** A body with one member that is not in the schema, and the name of that; undefined when everything fits. */
  broken(body: BodyValue): {readonly body: BodyValue; readonly field: string} | undefined
  request(body: BodyValue, headers?: Readonly<Record<string, string>>): ProbeRequest & {readonly body: string}
}

/** What a check of the contract cannot do without. */
export function needsContract({contract}: GatewayFacts): string | undefined {
  return contract === undefined ? '--contract FILE' : undefined
}

/** What a check that writes cannot do without; `find` gives what it would send. */
export function needsWrite(
  facts: GatewayFacts,
  what: string,
  find: (facts: GatewayFacts) => unknown,
): string | undefined {
  if (facts.contract === undefined) return needsContract(facts)
  return find(facts) === undefined
    ? `${what} in the contract that may be sent: mark it with "x-loadtest: safe", or allow all with --allow-writes`
    : undefined
}

/** The operations of the contract with one of these methods that may be sent, as they are written there. */
export function writables(facts: GatewayFacts, methods: readonly Method[]): Writable[] {
  const {contract, writes} = facts
  if (contract === undefined) return []
  return contract.document.operations
    .filter(operation => methods.some(method => method.toLowerCase() === operation.method))
    .filter(operation => !operation.exempt && isWanted(operation, contract, writes))
    .flatMap(operation => writableOf(facts, contract, operation) ?? [])
}

/** One of them; `path` in place of that which the contract gives. */
export function writableOf(
  {headers: shared, target}: GatewayFacts,
  contract: OpenApiContract,
  operation: Operation,
  path?: string,
): Writable | undefined {
  const schema = operation.requestBody?.content.find(({isJson}) => isJson)?.schema
  if (schema === undefined) return undefined
  const sent = operationOf(operation, contract, target.basePath)
  if (typeof sent === 'string') return undefined
  const body: unknown = JSON.parse(sent.bodies?.[0] ?? '{}')
  if (!isObject(body)) return undefined
  const fits = (value: BodyValue) => misfitsOf(contract, schema, value).length === 0
  const headers = mergedHeaders(sent.headers, {'content-type': 'application/json'}, shared)
  const at = path ?? sent.paths[0] ?? '/'
  return {
    operation,
    method: sent.method,
    path: at,
    body,
    members: new Set(contract.document.view(schema).properties.keys()),
    changed: value => changed(value, fits),
    broken: value => broken(value, wrong => misfitsOf(contract, schema, wrong)),
    request: (value, more = {}) => ({
      method: sent.method,
      path: at,
      headers: mergedHeaders(headers, more),
      body: JSON.stringify(value),
    }),
  }
}

function misfitsOf({document}: OpenApiContract, schema: JsonNode, value: BodyValue) {
  return new Validator(document, 'request').misfits(schema, value)
}

function isObject(value: unknown): value is BodyValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
