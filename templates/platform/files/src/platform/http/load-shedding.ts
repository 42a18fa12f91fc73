import {getHeapStatistics} from 'node:v8'
import underPressure from '@fastify/under-pressure'
import type {FastifyInstance} from 'fastify'
import {ApiError} from '../errors/api-error.js'

/** Probes are answered even under pressure: a busy process must not be restarted for being busy. */
const spared = new Set(['/health', '/ready'])

/** A process that falls behind refuses at once what it could only answer late. */
export async function installLoadShedding(app: FastifyInstance, maxEventLoopDelay: number): Promise<void> {
  if (maxEventLoopDelay === 0) return
  await app.register(underPressure, {
    maxEventLoopDelay,
    // heapTotal grows on demand and is always nearly full; the limit is what counts.
    maxHeapUsedBytes: Math.floor(getHeapStatistics().heap_size_limit * 0.95),
    pressureHandler: async request => {
      if (spared.has(request.routeOptions.url ?? '')) return
      throw new ApiError('SERVICE_UNAVAILABLE', 'The service is overloaded.', {headers: {'retry-after': '5'}})
    },
  })
}
