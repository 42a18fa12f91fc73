import type {ValidateFunction} from 'ajv/dist/2020.js'
import type {FastifyReply, FastifyRequest} from 'fastify'
import {ApiError} from '../errors/api-error.js'
import type {ContractOperation} from './contract-operation.js'
import {sentences, type Validators} from './validators.js'

/** `fail` turns an answer that breaks the contract into a 500 that says how: for development and tests. */
export type ResponseCheck = 'fail' | 'off'

type Hook = (request: FastifyRequest, reply: FastifyReply, payload: unknown) => Promise<unknown>

/** Holds answers against the contract; gives the hooks of an operation's route. */
export function checkResponses(validators: Validators, mode: ResponseCheck): (operation: ContractOperation) => Hook[] {
  return operation => {
    if (mode === 'off') return []
    const compiled = new Map<number, ValidateFunction>()
    for (const [status, schema] of operation.responses) if (schema) compiled.set(status, validators.body(schema))
    const refused = new WeakSet<FastifyRequest>()
    return [
      async (request, reply, payload) => {
        // The answer that reports a violation is not judged again.
        if (refused.has(request)) return payload
        const violations = judge(operation, compiled.get(reply.statusCode), reply.statusCode, payload)
        if (violations.length === 0) return payload
        refused.add(request)
        request.log.error({violations}, `"${operation.operationId}" answers what its contract does not allow.`)
        throw new ApiError('INTERNAL_ERROR', 'The answer breaks the contract.', {details: {violations}})
      },
    ]
  }
}

function judge(
  {operationId, responses}: ContractOperation,
  validate: ValidateFunction | undefined,
  status: number,
  payload: unknown,
): readonly string[] {
  if (!responses.has(status)) return [`"${operationId}" does not declare status ${status}.`]
  // As the caller will see it: undefined members are gone, dates are text.
  if (!validate || validate(JSON.parse(JSON.stringify(payload)))) return []
  return sentences(validate.errors)
}
