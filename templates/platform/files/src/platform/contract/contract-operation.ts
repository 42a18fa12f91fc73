import {requirementsOf} from '../auth/access.js'
import type {Protection} from '../auth/guard.js'
import {type Deprecation, readDeprecation} from './deprecation.js'
import {type ContractDocument, isObject, type JsonObject} from './document.js'
import {localSchema} from './schemas.js'

export const methods = ['get', 'put', 'post', 'delete', 'patch'] as const

export type Method = (typeof methods)[number]

/** One operation of the contract in the form that routes are made of. */
export interface ContractOperation {
  readonly operationId: string
  readonly method: Method
  /** Path with Fastify's parameters: `/api/v1/widgets/:widgetId`. */
  readonly url: string
  /** Who may call it and how often; undefined on health endpoints, which stand outside of the standard. */
  readonly protection: Protection | undefined
  /** Of an operation that goes away. */
  readonly deprecation: Deprecation | undefined
  readonly requestSchemas: RequestSchemas
  /** Schema of the JSON body by status; null where there is no body. */
  readonly responses: ReadonlyMap<number, JsonObject | null>
}

export interface RequestSchemas {
  readonly body?: JsonObject
  readonly querystring?: JsonObject
  readonly params?: JsonObject
  readonly headers?: JsonObject
}

/** Malformed ids are replaced and never refused, so the contract's say on them is not enforced. */
const contextHeaders = ['x-request-id', 'x-correlation-id', 'x-platform', 'x-app-version', 'x-client-id', 'traceparent']

/** Probes come without identity and often. */
const exempt = ['/health', '/ready']

/** All operations of the contract, in its order. */
export function contractOperations(contract: ContractDocument): readonly ContractOperation[] {
  return Object.entries(contract.resolve(contract.root['paths'])).flatMap(([path, item]) => {
    const pathItem = contract.resolve(item)
    return methods
      .filter(method => isObject(pathItem[method]))
      .map(method => readOperation(contract, path, method, pathItem))
  })
}

function readOperation(
  contract: ContractDocument,
  path: string,
  method: Method,
  pathItem: JsonObject,
): ContractOperation {
  const operation = contract.resolve(pathItem[method])
  const {operationId} = operation
  if (typeof operationId !== 'string') throw new Error(`${method.toUpperCase()} ${path} has no operationId.`)
  return {
    operationId,
    method,
    url: path.replaceAll(/\{([^}]+)\}/g, ':$1'),
    protection: exempt.includes(path) ? undefined : readProtection(contract, operation),
    deprecation: readDeprecation(operation),
    requestSchemas: readRequest(contract, operation, pathItem),
    responses: readResponses(contract, operation),
  }
}

/** Deny by default: what is not said to be public needs an identity. `x-rate-limit-class` is `api` unless it is said. */
function readProtection(contract: ContractDocument, operation: JsonObject): Protection {
  const open = operation['x-public'] === true
  const schemes = contract.resolve(contract.root['components'])['securitySchemes']
  const rateLimitClass = operation['x-rate-limit-class']
  return {
    public: open,
    requirements: open ? [] : requirementsOf(operation['security'] ?? contract.root['security'], schemes),
    rateLimitClass: typeof rateLimitClass === 'string' ? rateLimitClass : 'api',
  }
}

function readRequest(contract: ContractDocument, operation: JsonObject, pathItem: JsonObject): RequestSchemas {
  const parameters = [...list(pathItem['parameters']), ...list(operation['parameters'])].map(contract.resolve)
  const body = contract.resolve(operation['requestBody'])
  const bodySchema = jsonSchema(contract, body)
  const inPlace = (place: string) => parameters.filter(parameter => parameter['in'] === place)
  const headers = inPlace('header').filter(({name}) => !contextHeaders.includes(String(name).toLowerCase()))
  return {
    ...(bodySchema && {body: bodySchema}),
    ...schemaOf(contract, 'querystring', inPlace('query')),
    ...schemaOf(contract, 'params', inPlace('path')),
    ...schemaOf(contract, 'headers', headers),
  }
}

function schemaOf(
  contract: ContractDocument,
  part: 'querystring' | 'params' | 'headers',
  parameters: readonly JsonObject[],
): RequestSchemas {
  if (parameters.length === 0) return {}
  // Node gives header names in lower case, whatever the contract writes.
  const nameOf = ({name}: JsonObject) => (part === 'headers' ? String(name).toLowerCase() : String(name))
  const properties = Object.fromEntries(parameters.map(each => [nameOf(each), localSchema(contract, each['schema'])]))
  const required = parameters.filter(each => each['required'] === true).map(nameOf)
  return {[part]: {type: 'object', properties, required}}
}

function readResponses(contract: ContractDocument, operation: JsonObject): ReadonlyMap<number, JsonObject | null> {
  return new Map(
    Object.entries(contract.resolve(operation['responses'])).map(([status, response]) => [
      Number(status),
      jsonSchema(contract, contract.resolve(response)) ?? null,
    ]),
  )
}

function jsonSchema(contract: ContractDocument, holder: JsonObject): JsonObject | undefined {
  const media = contract.resolve(contract.resolve(holder['content'])['application/json'])
  return isObject(media['schema']) ? localSchema(contract, media['schema']) : undefined
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
