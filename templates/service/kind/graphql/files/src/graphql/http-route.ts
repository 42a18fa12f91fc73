import type {FastifyInstance, FastifyReply, FastifyRequest} from 'fastify'
import type {Guard, Protection} from '../platform/auth/guard.js'
import type {Identity} from '../platform/auth/identity.js'
import {preferredType, requirePlainBody} from '../platform/contract/media-type.js'
import {ApiError} from '../platform/errors/api-error.js'
import {contextOf} from '../platform/http/context-hook.js'
import {installOtherMethods} from '../platform/http/other-methods.js'
import type {Logger} from '../platform/logging/logger.js'
import type {WorkItems} from '../work-items/work-items.js'
import {createOperationContext} from './create-operation-context.js'
import type {FindDocument} from './documents.js'
import {extendAnswer} from './extend-answer.js'
import type {Operations} from './operations.js'
import {readGraphqlRequest} from './request.js'
import {refusalOf} from './tell-errors.js'

/** Everybody proves who they are; what they may ask for is a matter of the fields. */
export const protection: Protection = {
  public: false,
  requirements: [
    {scheme: 'bearer', scopes: []},
    {scheme: 'apiKey', scopes: []},
  ],
  rateLimitClass: 'graphql',
}

/** The first is for clients that do not say; the second tells a refusal from a broken proxy by its type. */
const types = ['application/json', 'application/graphql-response+json']

/** Bytes of a request: enough for any operation within the limits, and for its variables. */
const largestBody = 256 * 1024

export interface HttpRouteOptions {
  readonly guard: Guard
  readonly operations: Operations
  readonly findDocument: FindDocument
  readonly workItems: WorkItems
  readonly logger: Logger
}

/** POST /graphql, as https://graphql.github.io/graphql-over-http describes it. */
export function installHttpRoute(app: FastifyInstance, options: HttpRouteOptions): void {
  const {guard, operations, findDocument, workItems, logger} = options
  const callers = new WeakMap<FastifyRequest, Identity>()

  const refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const {status, headers, errors} = refusalOf(error, {requestId: contextOf(request).requestId, logger})
    return answer(request, reply.headers(headers), status, {errors})
  }

  app.post('/graphql', {
    bodyLimit: Math.min(largestBody, app.initialConfig.bodyLimit ?? largestBody),
    errorHandler: (error, request, reply) => void refuse(error, request, reply),
    onRequest: async (request, reply) => {
      if (preferredType(request.headers.accept, types) === undefined) {
        throw new ApiError('NOT_ACCEPTABLE', `This service answers in ${types.map(type => `"${type}"`).join(' or ')}.`)
      }
      requirePlainBody(request.headers['content-encoding'])
      const identity = await guard(request, reply, protection)
      if (identity) callers.set(request, identity)
    },
    handler: async (request, reply) => {
      const asked = readGraphqlRequest(request.body)
      const identity = callers.get(request)
      // The guard has let nobody in without.
      if (!identity) throw new ApiError('AUTHENTICATION_REQUIRED', 'Send a bearer token.')
      const exchange = contextOf(request)
      const {requestId} = exchange
      const key = request.headers['idempotency-key']
      const idempotencyKey = typeof key === 'string' ? key : undefined
      const context = createOperationContext(workItems, asked, {identity, requestId, idempotencyKey})
      const result = await operations.run({text: findDocument(asked), variables: asked.variables, context})
      return answer(request, reply, 200, extendAnswer(result, exchange))
    },
  })
  // GET is for those who ask for a socket, and says the same to others.
  installOtherMethods(app, {url: '/graphql', allowed: ['POST'], elsewhere: ['GET']})
}

function answer(request: FastifyRequest, reply: FastifyReply, status: number, body: object): FastifyReply {
  const type = preferredType(request.headers.accept, types) ?? 'application/json'
  return reply
    .code(status)
    .headers({'cache-control': 'no-store', vary: 'Accept'})
    .type(`${type}; charset=utf-8`)
    .send(JSON.stringify(body))
}
