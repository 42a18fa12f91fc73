import type {FastifyInstance} from 'fastify'
import {overloaded} from '../errors/overloaded.js'
import {watchOverload} from '../lifecycle/overload.js'

/** Probes are answered even under pressure: a busy process must not be restarted for being busy. */
const spared = new Set(['/health', '/ready'])

/** A process that falls behind refuses at once what it could only answer late. */
export function installLoadShedding(app: FastifyInstance, maxEventLoopDelay: number): void {
  if (maxEventLoopDelay === 0) return
  const overload = watchOverload(maxEventLoopDelay)
  app.addHook('onClose', async () => overload.close())
  app.addHook('onRequest', (request, _reply, done) => {
    if (!overload.now || spared.has(request.routeOptions.url ?? '')) return done()
    done(overloaded())
  })
}
