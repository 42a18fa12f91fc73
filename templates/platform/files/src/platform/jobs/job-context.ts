import type {RequestContext} from '../context/request-context.js'
import type {JobOrigin} from './job.js'

/** The request is over when the job begins: the job goes on in its flow, with a signal of its own. */
export function jobContext(origin: JobOrigin, signal: AbortSignal): RequestContext {
  const nothing = {appVersion: undefined, clientId: undefined, deadline: undefined}
  return {...origin, ...nothing, startedAt: performance.now(), signal}
}
