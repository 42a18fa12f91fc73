import type {FastifyError, FastifyReply, FastifyRequest} from 'fastify'
import {runInContext} from '../context/request-context.js'
import {prefersProblem, problemType} from '../contract/media-type.js'
import {failure} from '../envelope/envelope.js'
import {problem} from '../envelope/problem.js'
import {contextOf} from '../http/context-hook.js'
import {ApiError} from './api-error.js'
import type {RequestPart, Violation} from './violations.js'
import {explainViolations} from './violations.js'

/** Every error leaves as an envelope; what is not ours to tell becomes INTERNAL_ERROR and goes to the log. */
export function handleError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const answer = toApiError(error)
  const context = contextOf(request)
  if (answer.status >= 500) {
    // A timeout is noticed outside of the request, and its line needs the ids most of all.
    runInContext(context, () => request.log.error({err: error, code: answer.code}, answer.message))
  }
  const asProblem = prefersProblem(request.headers.accept)
  return reply
    .code(answer.status)
    .headers({
      // Hooks have set these, but not for an address that could not even be routed.
      'x-request-id': context.requestId,
      'x-correlation-id': context.correlationId,
      'cache-control': 'no-store',
      vary: varyWith(reply, 'Accept'),
      ...answer.headers,
    })
    .type(`${asProblem ? problemType : 'application/json'}; charset=utf-8`)
    .send(asProblem ? problem(context, answer.status, answer.entries) : failure(context, answer.entries))
}

/** CORS may have said already what else the answer depends on. */
function varyWith(reply: FastifyReply, name: string): string {
  const known = reply.getHeader('vary')
  return known === undefined ? name : `${known}, ${name}`
}

/** Fastify's own errors by their code, in the words of the standard. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (!(error instanceof Error)) return internalError(error)
  const {code, statusCode, validation, validationContext} = error as Partial<FrameworkError>
  if (validation) return explainViolations(validation, validationContext ?? 'body')
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new ApiError('PAYLOAD_TOO_LARGE', 'The body is too large.')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new ApiError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as "application/json".')
  }
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return new ApiError('MALFORMED_REQUEST', 'The body is empty.')
  if (code === 'FST_ERR_BAD_URL') return new ApiError('MALFORMED_REQUEST', 'The address can not be decoded.')
  if (code === 'FST_ERR_HANDLER_TIMEOUT') {
    return new ApiError('SERVICE_UNAVAILABLE', 'The request took too long.', {cause: error})
  }
  if (statusCode === 400) return new ApiError('MALFORMED_REQUEST', 'The body is not valid JSON.')
  return internalError(error)
}

function internalError(cause: unknown): ApiError {
  return new ApiError('INTERNAL_ERROR', 'Something went wrong on our side.', {cause})
}

/** What Fastify hangs onto an error; each member may be missing. */
interface FrameworkError extends Pick<FastifyError, 'code'> {
  readonly statusCode: number
  readonly validation: readonly Violation[]
  readonly validationContext: RequestPart
}
