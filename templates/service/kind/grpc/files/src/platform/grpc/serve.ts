import type {ServiceDefinition, UntypedServiceImplementation} from '@grpc/grpc-js'
import type {Protection} from '../auth/guard.js'
import {ApiError} from '../errors/api-error.js'
import {handlerOf} from './handler.js'
import type {Access, Method, Methods} from './method.js'
import type {Report} from './report.js'

/** A service of the contract with the code behind it. */
export interface ServedService {
  readonly definition: ServiceDefinition
  readonly implementation: UntypedServiceImplementation
  /** By the path of the method. */
  readonly protections: ReadonlyMap<string, Protection>
}

export interface ServeOptions {
  readonly report: Report
  /** Bytes that a message may have. */
  readonly messageLimit: number
}

/** Ties code to a contract. An rpc without code, code without an rpc, and streams that do not fit each other are mistakes. */
export function serve(
  contract: ServiceDefinition,
  methods: Methods,
  {report, messageLimit}: ServeOptions,
): ServedService {
  const names = Object.keys(contract)
  const superfluous = Object.keys(methods).find(name => !names.includes(name))
  if (superfluous !== undefined) throw new Error(`The contract has no rpc "${superfluous}".`)
  const protections = new Map<string, Protection>()
  const implementation: Record<string, UntypedServiceImplementation[string]> = {}
  const definition: Record<string, ServiceDefinition[string]> = {}
  for (const [name, rpc] of Object.entries(contract)) {
    const method = methods[name]
    if (!method) throw new Error(`There is no code for the rpc "${name}".`)
    const kind = kindOf(rpc)
    if (method.kind !== kind)
      throw new Error(`The rpc "${name}" is of the kind "${kind}", its code is "${method.kind}".`)
    protections.set(rpc.path, protectionOf(method.access))
    implementation[name] = handlerOf(method, report)
    definition[name] = {...rpc, requestDeserialize: bytes => readMessage(bytes, rpc.requestDeserialize, messageLimit)}
  }
  return {definition, implementation, protections}
}

function kindOf({requestStream, responseStream}: ServiceDefinition[string]): Method['kind'] {
  if (requestStream) return responseStream ? 'sync' : 'upload'
  return responseStream ? 'download' : 'unary'
}

function protectionOf({scopes, roles, rateLimitClass = 'api'}: Access): Protection {
  const requirements = (['bearer', 'apiKey'] as const).map(scheme => ({scheme, scopes}))
  return {public: false, requirements, rateLimitClass, ...(roles && {roles})}
}

/** The library would end the call with INTERNAL and without details: what can not be read is handed on as its own error. */
function readMessage(bytes: Buffer, read: (bytes: Buffer) => object, limit: number): object {
  if (bytes.length > limit) return new ApiError('PAYLOAD_TOO_LARGE', `A message may have ${limit} bytes.`)
  try {
    return read(bytes)
  } catch (cause) {
    return new ApiError('MALFORMED_REQUEST', 'The message can not be read.', {cause})
  }
}
