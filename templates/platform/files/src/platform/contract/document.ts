import {readFileSync} from 'node:fs'
import {load} from 'js-yaml'

/** A JSON value that is an object. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The contract as it is written, with a way to follow its `$ref`s. */
export interface ContractDocument {
  readonly root: JsonObject
  /** The object itself, or the one that its `$ref` names. */
  resolve(value: unknown): JsonObject
}

/** Reads an OpenAPI document. References stay within the file: one contract, one file to review. */
export function readContract(path: string | URL): ContractDocument {
  const contract = readDocument(path, 'openapi')
  if (!isObject(contract.root['paths'])) throw new Error(`"${path}" has no paths.`)
  return contract
}

/** Reads a contract by the member that tells its kind, such as `asyncapi`. */
export function readDocument(path: string | URL, kind: string): ContractDocument {
  const root = load(readFileSync(path, 'utf8'))
  if (!isObject(root) || root[kind] === undefined) throw new Error(`"${path}" is not a document of "${kind}".`)
  return {root, resolve: value => resolve(root, value)}
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function resolve(root: JsonObject, value: unknown, visited: readonly string[] = []): JsonObject {
  if (!isObject(value)) return {}
  const reference = value['$ref']
  if (typeof reference !== 'string') return value
  if (visited.includes(reference)) throw new Error(`"${reference}" refers to itself.`)
  if (!reference.startsWith('#/')) throw new Error(`"${reference}" is outside of the contract.`)
  const keys = reference.slice(2).split('/').map(unescapeKey)
  const target = keys.reduce<unknown>((node, key) => (isObject(node) ? node[key] : undefined), root)
  if (target === undefined) throw new Error(`"${reference}" is not in the contract.`)
  return resolve(root, target, [...visited, reference])
}

function unescapeKey(key: string): string {
  return decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')
}
