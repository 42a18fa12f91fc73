import {existsSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import protobuf from 'protobufjs'
import {MeshError} from '../../core/errors.js'
import {didYouMean} from '../../core/suggest.js'
import {readTextFile} from '../../io/files.js'

/** A unary method, with its messages as the JSON mapping writes them. */
export interface ProtoMethod {
  /** `/package.Service/Method`. */
  readonly path: string
  /** It says of itself that it changes nothing: `option idempotency_level = NO_SIDE_EFFECTS`. */
  readonly isSafe: boolean
  /** What of a request no field of the message takes, with its place; undefined when all fits. */
  misfit(message: unknown): string | undefined
  /** Throws when a value is not that of its field. */
  encode(message: Readonly<Record<string, unknown>>): Uint8Array
  decode(bytes: Uint8Array): unknown
}

/** Names and numbers that a JSON value can hold; fields that are not set have their default, as in proto3. */
const asJson = {longs: String, enums: String, bytes: String, defaults: true, oneofs: true} as const

/** Reads a method of a .proto file; imports are looked for beside it, in `include`, and among Google's own. */
export async function readProtoMethod(path: string, include: readonly string[], name: string): Promise<ProtoMethod> {
  const root = await readProto(path, [dirname(path), ...include])
  const [, serviceName = '', methodName = ''] = /^\/?([\w.]+)[/.](\w+)$/.exec(name) ?? []
  const services = servicesIn(root)
  const service = services.find(each => each.fullName === `.${serviceName}`)
  const known = services.flatMap(each => each.methodsArray.map(method => `${each.fullName.slice(1)}/${method.name}`))
  const method = service?.methods[methodName]
  if (service === undefined || method === undefined)
    throw new MeshError(
      `"${path}" has no method "${name}".${didYouMean(name, known)}`,
      known.length > 0 ? `It has: ${known.slice(0, 8).join(', ')}.` : 'It has no service.',
    )
  if (method.requestStream || method.responseStream)
    throw new MeshError(`"${name}" is a stream, not a unary method.`, 'Load unary methods.')
  const {resolvedRequestType: request, resolvedResponseType: response} = method
  if (!request || !response) throw new Error('A method that is resolved has its messages.')
  return {
    path: `/${serviceName}/${methodName}`,
    isSafe: method.options?.['idempotency_level'] === 'NO_SIDE_EFFECTS',
    misfit: message => misfitOf(request, message, ''),
    encode: message => request.encode(request.fromObject(plainMessage(request, message))).finish(),
    decode: bytes => response.toObject(response.decode(bytes), asJson),
  }
}

async function readProto(path: string, folders: readonly string[]): Promise<protobuf.Root> {
  const root = new protobuf.Root()
  const known = new Set<string>()
  const missing: string[] = []
  const open = async (file: string) => {
    if (known.has(file)) return
    known.add(file)
    for (const imported of importsOf(await readTextFile(file), file, root)) {
      const found = folders.map(folder => resolve(join(folder, imported))).find(existsSync)
      const builtIn = protobuf.common.get(imported)
      if (found !== undefined) await open(found)
      else if (builtIn?.nested) {
        if (!known.has(imported)) root.addJSON(builtIn.nested)
        known.add(imported)
      } else missing.push(imported)
    }
  }
  await open(resolve(path))
  try {
    root.resolveAll()
    return root
  } catch (error) {
    // Files that only bring options, as google/api/annotations.proto, may be missing.
    const what = error instanceof Error ? error.message : String(error)
    throw new MeshError(
      `"${path}" cannot be used: ${what}${missing.length > 0 ? `; ${missing.map(each => `"${each}"`).join(', ')} was not found` : ''}.`,
      'Name the folder of its imports with "include".',
    )
  }
}

function importsOf(text: string, path: string, root: protobuf.Root): readonly string[] {
  try {
    const {imports = [], weakImports = []} = protobuf.parse(text, root)
    return [...imports, ...weakImports]
  } catch (error) {
    throw new MeshError(
      `"${path}" cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      '"mesh lint contracts" tells more.',
    )
  }
}

function servicesIn(namespace: protobuf.NamespaceBase): protobuf.Service[] {
  return namespace.nestedArray.flatMap(nested => {
    if (nested instanceof protobuf.Service) return [nested]
    return nested instanceof protobuf.Namespace ? servicesIn(nested) : []
  })
}

/** The first member that is no field. Values are looked at when they are sent: templates are no values yet. */
function misfitOf(type: protobuf.Type, message: unknown, at: string): string | undefined {
  if (!isRecord(message)) return undefined
  for (const [key, value] of Object.entries(message)) {
    const field = fieldOf(type, key)
    if (field === undefined)
      return `"${at}${key}" is no field of ${type.name}.${didYouMean(
        key,
        type.fieldsArray.map(({name}) => name),
      )}`
    const inner = field.resolve().resolvedType
    if (!(inner instanceof protobuf.Type) || inner.fullName.startsWith('.google.protobuf.')) continue
    for (const part of partsOf(field, value)) {
      const misfit = misfitOf(inner, part, `${at}${key}.`)
      if (misfit !== undefined) return misfit
    }
  }
  return undefined
}

/**
 * A message for protobufjs, which has names in camel case, and takes nearly everything for a zero: the JSON mapping takes
 * names as they are declared, too, and refuses what is no value of its field.
 */
function plainMessage(type: protobuf.Type, message: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(message).map(([key, value]) => {
    const field = fieldOf(type, key)
    return field ? [field.name, plainField(field, value)] : [key, value]
  })
  return Object.fromEntries(entries)
}

function plainField(field: protobuf.Field, value: unknown): unknown {
  if (field.map && isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainValue(field, each)]))
  return field.repeated && Array.isArray(value) ? value.map(each => plainValue(field, each)) : plainValue(field, value)
}

function plainValue(field: protobuf.Field, value: unknown): unknown {
  const type = field.resolve().resolvedType
  if (type instanceof protobuf.Type) return isRecord(value) ? plainMessage(type, value) : value
  const isGood =
    type instanceof protobuf.Enum
      ? String(value) in type.values || Number.isInteger(Number(value))
      : (fits[field.type] ?? isNumeric)(value)
  if (isGood) return field.type === 'bool' ? value === true || value === 'true' : value
  // The value may have been captured, and be a secret.
  throw new TypeError(`what "${field.name}" has is no ${type?.name ?? field.type}`)
}

/** What a field takes; all types that are not named here are numbers, which the JSON mapping writes as texts, too. */
const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: value => typeof value === 'string' || typeof value === 'number',
  bytes: value => typeof value === 'string',
  bool: value => typeof value === 'boolean' || value === 'true' || value === 'false',
}

function isNumeric(value: unknown): boolean {
  return value !== '' && (typeof value === 'string' || typeof value === 'number') && !Number.isNaN(Number(value))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function partsOf(field: protobuf.Field, value: unknown): readonly unknown[] {
  if (field.map && isRecord(value)) return Object.values(value)
  return Array.isArray(value) ? value : [value]
}

function fieldOf(type: protobuf.Type, key: string): protobuf.Field | undefined {
  return type.fields[key] ?? type.fields[protobuf.util.camelCase(key)]
}
