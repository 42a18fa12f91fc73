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
  /** `x-public: true`: served without identity. */
  readonly public: boolean
  /** What the caller must be allowed to do: each inner list is one way to be allowed. */
  readonly scopes: readonly (readonly string[])[]
  /** Name of the rate limit class, `x-rate-limit-class`; most operations are `api`. */
  readonly rateLimitClass: string
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
  const rateLimitClass = operation['x-rate-limit-class']
  return {
    operationId,
    method,
    url: path.replaceAll(/\{([^}]+)\}/g, ':$1'),
    public: operation['x-public'] === true,
    scopes: readScopes(operation['security'] ?? contract.root['security']),
    rateLimitClass: typeof rateLimitClass === 'string' ? rateLimitClass : 'api',
    requestSchemas: readRequest(contract, operation, pathItem),
    responses: readResponses(contract, operation),
  }
}

function readScopes(security: unknown): readonly (readonly string[])[] {
  return list(security)
    .filter(isObject)
    .map(requirement => Object.values(requirement).flatMap(list).filter(isText))
}

function readRequest(contract: ContractDocument, operation: JsonObject, pathItem: JsonObject): RequestSchemas {
  const parameters = [...list(pathItem['parameters']), ...list(operation['parameters'])].map(contract.resolve)
  const body = contract.resolve(operation['requestBody'])
  const bodySchema = jsonSchema(contract, body)
  const inPlace = (place: string) => parameters.filter(parameter => parameter['in'] === place)
  const headers = inPlace('header').filter(({name}) => !contextHeaders.includes(String(name).toLowerCase()))
  return {
    ...(bodySchema && {body: bodySchema}),
    ...schemaOf('querystring', inPlace('query')),
    ...schemaOf('params', inPlace('path')),
    ...schemaOf('headers', headers),
  }
}

function schemaOf(part: 'querystring' | 'params' | 'headers', parameters: readonly JsonObject[]): RequestSchemas {
  if (parameters.length === 0) return {}
  // Node gives header names in lower case, whatever the contract writes.
  const nameOf = ({name}: JsonObject) => (part === 'headers' ? String(name).toLowerCase() : String(name))
  const properties = Object.fromEntries(parameters.map(each => [nameOf(each), localSchema(each['schema'])]))
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
  return isObject(media['schema']) ? localSchema(media['schema']) : undefined
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
