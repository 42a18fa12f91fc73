import type {FastifyInstance} from 'fastify'
import {contextOf} from '../http/context-hook.js'
import {follow} from '../http/request-end.js'
import type {Metrics} from './metrics.js'

/** Counts and times every request. The label is the route, never the path: ids would make a series each. */
export function installRequestMetrics(app: FastifyInstance, metrics: Metrics): void {
  follow(app, {
    begin: () => metrics.inFlight.inc(),
    end({request, route = 'unknown', status}) {
      const {platform, startedAt} = contextOf(request)
      metrics.inFlight.dec()
      metrics.served.observe([request.method, route, String(status), platform], (performance.now() - startedAt) / 1000)
    },
  })
}
