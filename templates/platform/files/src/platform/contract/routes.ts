import type {FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods} from 'fastify'
import type {Guard} from '../auth/guard.js'
import {success} from '../envelope/envelope.js'
import {contextOf} from '../http/context-hook.js'
import {installOtherMethods} from '../http/other-methods.js'
import {serializerCompiler, validatorCompiler} from './compilers.js'
import {type ContractOperation, contractOperations} from './contract-operation.js'
import {refuseAfterSunset} from './deprecation.js'
import type {ContractDocument} from './document.js'
import {requireJsonAccepted, requirePlainBody} from './media-type.js'
import type {Caller, OperationResult, Operations} from './operation.js'
import {answerJudge, type JudgeAnswer, type ResponseCheck} from './response-check.js'
import {sharedSchemas} from './schemas.js'
import {createValidators} from './validators.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls an operation of the contract, as far as that was proven. */
    caller: Caller | undefined
  }
}

export interface RouteOptions {
  readonly contract: ContractDocument
  readonly operations: Operations
  readonly guard: Guard
  readonly responseCheck: ResponseCheck
}

/** Serves exactly what the contract says: an operation without code, or code without an operation, does not start. */
export function installRoutes(app: FastifyInstance, options: RouteOptions): void {
  const operations = contractOperations(options.contract)
  const shared = sharedSchemas(options.contract)
  const validators = createValidators(shared)
  demandSameNames(operations, options.operations)

  app.decorateRequest('caller', undefined)
  app.setValidatorCompiler(validatorCompiler(validators))
  app.setSerializerCompiler(serializerCompiler(shared))
  loadWhenIdle(app)
  for (const operation of operations) {
    serve(app, operation, options, answerJudge(validators, options.responseCheck, operation))
  }
  for (const url of new Set(operations.map(operation => operation.url))) {
    const known = operations.filter(operation => operation.url === url).map(({method}) => method.toUpperCase())
    installOtherMethods(app, {url, allowed: known.includes('GET') ? [...known, 'HEAD'] : known})
  }
}

/** Milliseconds after which a server that listens has answered whether it is ready, and most have no request yet. */
const idleAfter = 100

/** Loads what the first request needs when nobody waits for it any more: for the start, or yet for an answer. */
function loadWhenIdle(app: FastifyInstance): void {
  const load = () => Promise.all([import('ajv/dist/2020.js'), import('ajv-formats'), import('fast-json-stringify')])
  let timer: NodeJS.Timeout | undefined
  app.addHook('onListen', done => {
    timer = setTimeout(load, idleAfter).unref()
    done()
  })
  app.addHook('onClose', async () => clearTimeout(timer))
}

function serve(
  app: FastifyInstance,
  operation: ContractOperation,
  {operations, guard}: RouteOptions,
  judge: JudgeAnswer | undefined,
): void {
  const run = operations[operation.operationId]
  if (run === undefined) throw new Error(`"${operation.operationId}" has no code.`)
  const {deprecation} = operation
  app.route({
    method: operation.method.toUpperCase() as HTTPMethods, // A key of `methods` in upper case is one of them.
    url: operation.url,
    schema: {...operation.requestSchemas, response: bodiesOf(operation)},
    onRequest: (request, reply, done) => {
      const pass = (caller: Caller | undefined) => {
        request.caller = caller
        done()
      }
      try {
        if (deprecation) {
          reply.headers(deprecation.headers)
          refuseAfterSunset(deprecation)
        }
        requireJsonAccepted(request.headers.accept)
        requirePlainBody(request.headers['content-encoding'])
        const caller = operation.protection && guard(request, reply, operation.protection)
        if (caller instanceof Promise) caller.then(pass, done)
        else pass(caller)
      } catch (error) {
        done(asError(error))
      }
    },
    ...(judge && {preSerialization: async (request, reply, payload) => judge(request, reply, payload)}),
    handler: (request, reply) => {
      const {params, query, headers, body, caller, method, url} = request
      return run({params, query, headers, body, caller, method, url}).then(result =>
        answer(request, reply, result, judge),
      )
    },
  })
}

/** Everything that is thrown here is an Error; the language does not say so. */
function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  result: OperationResult,
  judge: JudgeAnswer | undefined,
): unknown {
  reply.code(result.status).header('cache-control', 'no-store')
  if (result.headers) reply.headers(result.headers)
  if (result.bare) return result.data
  if ('data' in result) return success(contextOf(request), result.data, result)
  // What is sent without a body meets no hook.
  return reply.send(judge?.(request, reply, undefined))
}

/** Successful bodies are written by their schema: faster, and a field that the contract lacks can not leak. Health, which is
 * asked first of all and has nothing to hide, does without. */
function bodiesOf({responses, protection}: ContractOperation): Record<number, unknown> {
  if (!protection) return {}
  return Object.fromEntries([...responses].filter(([status, schema]) => status < 300 && schema !== null))
}

function demandSameNames(declared: readonly ContractOperation[], written: Operations): void {
  const names = declared.map(({operationId}) => operationId)
  const missing = names.filter(name => !(name in written))
  const unknown = Object.keys(written).filter(name => !names.includes(name))
  if (missing.length > 0) throw new Error(`The contract has operations without code: ${missing.join(', ')}.`)
  if (unknown.length > 0)
    throw new Error(`There is code for operations that the contract lacks: ${unknown.join(', ')}.`)
}
