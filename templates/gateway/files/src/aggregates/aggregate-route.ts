import type {FastifyInstance} from 'fastify'
import type {Guard, Protection} from '../platform/auth/guard.js'
import type {Warning} from '../platform/envelope/envelope.js'
import {success} from '../platform/envelope/envelope.js'
import {ApiError} from '../platform/errors/api-error.js'
import {contextOf} from '../platform/http/context-hook.js'
import {installOtherMethods} from '../platform/http/other-methods.js'
import {refuseTricks} from '../proxy/refuse-tricks.js'
import {type Aggregate, fillPath, type Part} from './aggregate.js'
import {askPart, type PartAnswer, type PartSource} from './ask-part.js'

export interface AggregateOptions {
  readonly aggregate: Aggregate
  /** What is behind each part, in their order. */
  readonly sources: readonly PartSource[]
  readonly guard: Guard
  readonly protection: Protection
  /** The gateway's name, told to upstreams. */
  readonly service: string
}

/** Serves an aggregate: all parts are asked at once, each as the caller itself would ask. */
export function installAggregate(app: FastifyInstance, options: AggregateOptions): void {
  const {aggregate, sources, guard, protection, service} = options
  const {path, parts, timeout, size} = aggregate
  const url = path.replaceAll(/\{(\w+)\}/g, ':$1')
  app.get<{Params: Record<string, string>}>(url, async (request, reply) => {
    const identity = await guard(request, reply, protection)
    refuseTricks(request.url)
    const context = contextOf(request)
    const common = {request, identity, service, timeout, size, signal: context.signal}
    const asked = sources.map((source, index) => {
      const question = {...common, url: fillPath(parts[index]?.path ?? '', request.params)}
      return askPart(source, question)
    })
    const {data, warnings} = join(parts, await Promise.allSettled(asked))
    return reply.header('cache-control', 'no-store').send(success(context, data, {warnings}))
  })
  installOtherMethods(app, {url, allowed: ['GET', 'HEAD']})
}

/** One answer of all parts. A part that is missing is an error, unless it is optional or nothing else is left. */
function join(parts: readonly Part[], results: readonly PromiseSettledResult<PartAnswer>[]) {
  const data: Record<string, unknown> = {}
  const warnings: Warning[] = []
  const errors: ApiError[] = []
  for (const [index, {name, optional}] of parts.entries()) {
    const result = results[index]
    if (result?.status === 'fulfilled') {
      data[name] = result.value.data
      warnings.push(...result.value.warnings.map(warning => ofPart(warning, name)))
      continue
    }
    const error = asApiError(result?.reason)
    if (!optional) throw naming(error, name)
    errors.push(naming(error, name))
    data[name] = null
    warnings.push(missing(error, name))
  }
  const [first] = errors
  if (first && errors.length === parts.length) throw first
  return {data, warnings}
}

/** Anything else is a mistake of ours, and must not look like an outage. */
function asApiError(reason: unknown): ApiError {
  if (reason instanceof ApiError) return reason
  throw reason
}

function missing({code, message, status, entries}: ApiError, part: string): Warning {
  const details = {code, status, retryable: entries[0]?.retryable ?? false}
  return {code: 'PARTIAL_FAILURE', message: `"${part}" is missing: ${message}`, field: part, details}
}

function ofPart(warning: Warning, part: string): Warning {
  return {...warning, field: warning.field === undefined ? part : `${part}.${warning.field}`}
}

/** The same error, which says whose it is. */
function naming(error: ApiError, part: string): ApiError {
  const entries = error.entries.map(entry => ({...entry, details: {...entry.details, part}}))
  return Object.assign(new ApiError(error.code, error.message, {headers: error.headers, cause: error.cause}), {
    entries,
    status: error.status,
  })
}
