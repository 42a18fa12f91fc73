import {monitorEventLoopDelay} from 'node:perf_hooks'
import {getHeapStatistics} from 'node:v8'
import type {FastifyInstance} from 'fastify'
import {ApiError} from '../errors/api-error.js'

/** Probes are answered even under pressure: a busy process must not be restarted for being busy. */
const spared = new Set(['/health', '/ready'])

/** Milliseconds between two looks at how the process keeps up. */
const lookEvery = 1000

/** Milliseconds between two ticks of the measurement; a loop that keeps up has just this delay. */
const resolution = 10

/** A process that falls behind refuses at once what it could only answer late. */
export function installLoadShedding(app: FastifyInstance, maxEventLoopDelay: number): void {
  if (maxEventLoopDelay === 0) return
  const delay = monitorEventLoopDelay({resolution})
  delay.enable()
  // The heap grows on demand and is always nearly full; the limit is what counts.
  const mostHeap = getHeapStatistics().heap_size_limit * 0.95
  let overloaded = false
  const look = setInterval(() => {
    overloaded = delay.mean / 1e6 - resolution > maxEventLoopDelay || process.memoryUsage().heapUsed > mostHeap
    delay.reset()
  }, lookEvery)
  look.unref()
  app.addHook('onClose', async () => {
    clearInterval(look)
    delay.disable()
  })
  app.addHook('onRequest', (request, _reply, done) => {
    if (!overloaded || spared.has(request.routeOptions.url ?? '')) return done()
    done(new ApiError('SERVICE_UNAVAILABLE', 'The service is overloaded.', {headers: {'retry-after': '5'}}))
  })
}
