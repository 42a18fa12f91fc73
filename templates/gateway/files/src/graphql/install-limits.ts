import {Readable} from 'node:stream'
import {buffer} from 'node:stream/consumers'
import type {FastifyInstance} from 'fastify'
import {ApiError} from '../platform/errors/api-error.js'
import {toApiError} from '../platform/errors/error-handler.js'
import {contextOf} from '../platform/http/context-hook.js'
import {checkBody, checkQuery} from './check-request.js'
import type {GraphqlLimits} from './limits.js'
import {refusalErrors} from './refusal-errors.js'

/** Looks at every operation before it is passed on, byte by byte as it came. The body is small, so it may be kept. */
export function installGraphqlLimits(app: FastifyInstance, limits: GraphqlLimits): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    if (request.method !== 'POST') {
      const {searchParams} = new URL(request.url, 'http://gateway.invalid')
      const query = searchParams.get('query')
      if (query !== null) checkQuery(query, limits)
      return payload
    }
    if (!/^application\/(json|graphql-response\+json)\b/i.test(request.headers['content-type'] ?? '')) {
      throw new ApiError('UNSUPPORTED_MEDIA_TYPE', 'Send the operation as "application/json".')
    }
    // What is packed could be anything once it is unpacked.
    if (request.headers['content-encoding'] !== undefined) {
      throw new ApiError('UNSUPPORTED_MEDIA_TYPE', 'Send the operation without a content encoding.')
    }
    const bytes = await buffer(payload)
    checkBody(bytes.toString('utf8'), limits)
    return Readable.from([bytes], {objectMode: false})
  })
  app.setErrorHandler((error, request, reply) => {
    const answer = toApiError(error)
    const errors = refusalErrors(answer, contextOf(request).requestId)
    return reply.code(answer.status).headers(answer.headers).header('cache-control', 'no-store').send({errors})
  })
}
