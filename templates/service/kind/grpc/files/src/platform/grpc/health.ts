import {setTimeout as sleep} from 'node:timers/promises'
import {type handleServerStreamingCall, type handleUnaryCall, status as Status} from '@grpc/grpc-js'
import type {Readiness} from '../health/readiness.js'
import {callOf} from './call.js'

/** What grpc.health.v1 is asked for. */
interface Question {
  readonly service: string
}

interface Answer {
  readonly status: 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN'
}

interface List {
  readonly statuses: Readonly<Record<string, Answer>>
}

export interface HealthOptions {
  readonly readiness: Pick<Readiness, 'state'>
  /** Full names of the services; the empty name, which stands for the whole server, is always there. */
  readonly services: readonly string[]
  /** Milliseconds between two looks for those who watch. */
  readonly lookEvery?: number
}

/** The health protocol says what `/ready` says: whether the service can serve now. */
export function healthImplementation({readiness, services, lookEvery = 1000}: HealthOptions) {
  const known = new Set(['', ...services])
  const answer = async (): Promise<Answer> => ({status: (await readiness.state()).ready ? 'SERVING' : 'NOT_SERVING'})

  const check: handleUnaryCall<Question, Answer> = ({request: {service}}, done) => {
    if (known.has(service)) answer().then(found => done(null, found), done)
    else done({code: Status.NOT_FOUND, details: `There is no service "${service}" here.`})
  }

  const list: handleUnaryCall<object, List> = (_call, done) => {
    const all = (found: Answer): List => ({statuses: Object.fromEntries([...known].map(name => [name, found]))})
    answer().then(found => done(null, all(found)), done)
  }

  const watch: handleServerStreamingCall<Question, Answer> = call => {
    const {context, stopping} = callOf(call.metadata)
    const signal = AbortSignal.any([context.signal, stopping])
    const look = async () => {
      let told: Answer['status'] | undefined
      while (!signal.aborted) {
        const {status} = known.has(call.request.service) ? await answer() : {status: 'SERVICE_UNKNOWN' as const}
        if (status !== told) call.write({status})
        told = status
        await sleep(lookEvery, undefined, {signal, ref: false}).catch(() => {})
      }
    }
    look().then(
      () => call.end(),
      () => call.end(),
    )
  }

  return {check, list, watch}
}
