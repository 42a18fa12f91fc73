import type {Operations} from '../contract/operation.js'
import type {Readiness} from './readiness.js'

export interface HealthOptions {
  readonly service: string
  readonly version: string
  readonly readiness: Readiness
}

/** `/health` speaks of the process alone: a dependency that is down must not restart it. `/ready` speaks of the rest. */
export function healthOperations({service, version, readiness}: HealthOptions) {
  const about = () => ({service, version, timestamp: new Date().toISOString()})
  return {
    getHealth: async () => ({
      status: 200,
      bare: true,
      data: {status: 'healthy', ...about(), uptime: Math.round(process.uptime() * 1000) / 1000},
    }),
    getReadiness: async () => {
      const {ready, checks} = await readiness.state()
      const status = ready ? 'healthy' : 'unhealthy'
      return {status: ready ? 200 : 503, bare: true, data: {status, ...about(), checks}}
    },
  } satisfies Operations
}
