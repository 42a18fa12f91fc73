import type {FastifyInstance} from 'fastify'
import {Counter, type Registry} from 'prom-client'
import {readInboundEvent} from '../inbound-events/inbound-event.js'
import type {InboundEvents} from '../inbound-events/inbound-events.js'
import type {Guard, Protection} from '../platform/auth/guard.js'
import {success} from '../platform/envelope/envelope.js'
import {ApiError} from '../platform/errors/api-error.js'
import {contextOf} from '../platform/http/context-hook.js'
import {installOtherMethods} from '../platform/http/other-methods.js'
import type {Logger} from '../platform/logging/logger.js'
import {verify} from '../webhook-signature/verify.js'
import {webhookHeaders} from '../webhook-signature/webhook-headers.js'

export interface ReceiverRouteOptions {
  readonly guard: Guard
  readonly events: InboundEvents
  /** Each of them may have signed. */
  readonly secrets: readonly string[]
  /** Seconds by which the sender's clock may be away. */
  readonly window: number
  readonly registry: Registry
  readonly logger: Logger
}

/** Bytes of an event; it tells what has happened, and is no way to send files. */
const largest = 256 * 1024

/** The signature is the proof. Those who bring none are counted by their network. */
const stranger: Protection = {public: true, requirements: [], rateLimitClass: 'api'}

/** POST /api/v1/webhook-events: believes what is signed, keeps it, answers, and only then works. */
export function installReceiverRoute(app: FastifyInstance, options: ReceiverRouteOptions): void {
  const {guard, events, secrets, window, registry, logger} = options
  const counter = new Counter({
    name: 'webhook_events_total',
    help: 'Webhooks that came in.',
    labelNames: ['outcome'],
    registers: [registry],
  })

  app.register(async scope => {
    // What was signed are the bytes: to read them and write them again would change them.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/json', {parseAs: 'buffer', bodyLimit: largest}, (_request, body, done) =>
      done(null, body),
    )
    scope.post('/api/v1/webhook-events', {bodyLimit: largest}, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const {[webhookHeaders.timestamp]: timestamp, [webhookHeaders.signature]: signature} = request.headers
      const doubt = verify({timestamp, signature, body}, {secrets, now: Date.now(), window})
      if (doubt) {
        counter.inc({outcome: 'refused'})
        logger.warn({doubt}, 'A webhook was not believed.')
        await guard(request, reply, stranger)
        throw new ApiError('SIGNATURE_INVALID', 'The signature is not valid.')
      }
      const event = readInboundEvent(parse(body))
      if (!event) throw new ApiError('VALIDATION_FAILED', 'The body is no event.')
      const outcome = await events.take(event, 'push')
      counter.inc({outcome})
      reply.code(202).header('cache-control', 'no-store')
      return success(contextOf(request), {id: event.id, seen: outcome === 'seen'})
    })
    installOtherMethods(scope, {url: '/api/v1/webhook-events', allowed: ['POST']})
  })
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
