import type {Member} from './member.js'

const members: readonly Member[] = [
  {name: 'status', required: true, type: 'string', values: ['healthy', 'unhealthy']},
  {name: 'service', required: true, type: 'string'},
  {name: 'version', required: true, type: 'string'},
  {name: 'timestamp', required: true},
]

/** What the platform asks a service, with the statuses and the members of the answer. */
export const healthEndpoints = [
  {path: '/health', statuses: ['200'], members},
  {path: '/ready', statuses: ['200', '503'], members: [...members, {name: 'checks', required: true, type: 'object'}]},
] as const satisfies readonly {path: string; statuses: readonly string[]; members: readonly Member[]}[]

/** Where Prometheus reads; not open to callers. */
export const metrics = {path: '/metrics', port: '9090'} as const
