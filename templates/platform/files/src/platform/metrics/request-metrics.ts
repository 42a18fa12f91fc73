import type {FastifyInstance} from 'fastify'
import {contextOf} from '../http/context-hook.js'
import type {Metrics} from './metrics.js'

/** Counts and times every request. The label is the route, never the path: ids would make a series each. */
export function installRequestMetrics(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onRequest', (_request, reply, done) => {
    metrics.inFlight.inc()
    // Unlike onResponse this also happens when the caller hangs up.
    reply.raw.once('close', () => metrics.inFlight.dec())
    done()
  })
  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status_code: reply.statusCode,
      platform: contextOf(request).platform,
    }
    metrics.requests.inc(labels)
    metrics.duration.observe(labels, reply.elapsedTime / 1000)
  })
}
