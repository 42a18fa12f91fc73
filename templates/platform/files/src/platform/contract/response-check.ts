import type {FastifyReply, FastifyRequest} from 'fastify'
import {failure} from '../envelope/envelope.js'
import {ApiError} from '../errors/api-error.js'
import {contextOf} from '../http/context-hook.js'
import type {ContractOperation} from './contract-operation.js'
import {problemType} from './media-type.js'
import {sentences, type Validate, type Validators} from './validators.js'

/** `fail` turns an answer that breaks the contract into a 500 that says how: for development and tests. */
export type ResponseCheck = 'fail' | 'off'

/** Judges an answer before it is written, and gives what is to be sent instead when it breaks the contract. An answer
 * without body is judged with the payload undefined. */
export type JudgeAnswer = (request: FastifyRequest, reply: FastifyReply, payload: unknown) => unknown

/** Holds the answers of an operation against the contract; undefined when they are not to be judged. */
export function answerJudge(
  validators: Validators,
  mode: ResponseCheck,
  {operationId, responses}: ContractOperation,
): JudgeAnswer | undefined {
  if (mode === 'off') return undefined
  const judges = new Map<number, Validate>()
  for (const [status, schema] of responses) if (schema) judges.set(status, validators.body(schema))

  const violationsOf = (status: number, payload: unknown): readonly string[] => {
    if (!responses.has(status)) return [`"${operationId}" does not declare status ${status}.`]
    const validate = judges.get(status)
    // As the caller will see it: undefined members are gone, dates are text.
    if (!validate || validate(JSON.parse(JSON.stringify(payload ?? null)))) return []
    return sentences(validate.errors)
  }

  // What is sent instead of an answer without body comes by once more.
  const replacements = new WeakSet<object>()
  return (request, reply, payload) => {
    if (typeof payload === 'object' && payload !== null && replacements.has(payload)) return payload
    // A problem says what the envelope would have said; the contract declares the status and describes the envelope.
    const isProblem = String(reply.getHeader('content-type')).startsWith(problemType)
    if (isProblem && responses.has(reply.statusCode)) return payload
    const violations = violationsOf(reply.statusCode, payload)
    if (violations.length === 0) return payload
    request.log.error({violations, payload}, `"${operationId}" answers what its contract does not allow.`)
    reply.code(500)
    // Replaced and not thrown: errors have passed their handler already, and a second error has none.
    const error = new ApiError('INTERNAL_ERROR', 'The answer breaks the contract.', {details: {violations}})
    const replacement = failure(contextOf(request), error.entries)
    replacements.add(replacement)
    return replacement
  }
}
