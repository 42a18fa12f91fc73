import {createHash} from 'node:crypto'
import {ApiError} from '../platform/errors/api-error.js'
import {toApiError} from '../platform/errors/error-handler.js'
import {type RetryPolicy, retryDelay} from '../platform/retries/retry-policy.js'
import type {Saga, SagaKind, SagaStep} from './saga.js'
import type {Advance} from './saga-store.js'
import type {SagaState} from './transitions.js'

/** Undoing is worth more patience than doing: who gives it up leaves things as they are. About an hour in all. */
export const undoRetries: RetryPolicy = {maxRetries: 65, initialDelayMs: 1000, multiplier: 2, maxDelayMs: 60_000}

/** Tries of a step unless it says otherwise. */
const stepRetries: RetryPolicy = {maxRetries: 3, initialDelayMs: 1000, multiplier: 2, maxDelayMs: 30_000}

export interface PerformOptions {
  readonly kind: SagaKind
  readonly saga: Saga
  readonly state: SagaState
  readonly undo?: RetryPolicy
}

/** Does what the state of a saga is about, and says what comes of it. Never rejects: an error is an outcome. */
export async function performStep({kind, saga, state, undo = undoRetries}: PerformOptions): Promise<Advance> {
  const step = kind.steps.find(({name}) => name === state.step)
  if (!step) throw new Error(`"${kind.name}" has no step "${state.step}".`)
  try {
    const added = await inTime(step, saga, state)
    return {outcome: 'succeeded', state: state.next.succeeded, data: {...saga.data, ...added}, delay: 0}
  } catch (error) {
    const {code, status, message} = toApiError(error)
    const common = {data: saga.data, message: `${code}: ${reasonOf(error)}`}
    const refused = status < 500 && status !== 429
    const policy = state.does === 'run' ? (step.retries ?? stepRetries) : undo
    if (!refused && saga.attempts <= policy.maxRetries) {
      return {...common, outcome: 'retried', state: saga.state, delay: retryDelay(policy, saga.attempts)}
    }
    const outcome = refused ? 'refused' : 'failed'
    // The first reason is the one that matters: what fails while it is undone comes on top of it.
    const failure = saga.failure ?? {step: step.name, code, message}
    return {...common, outcome, state: state.next[outcome], failure, delay: 0}
  }
}

async function inTime(step: SagaStep<Saga['data']>, saga: Saga, {does}: SagaState): Promise<Saga['data'] | undefined> {
  const stop = new AbortController()
  const {signal} = stop
  const call = {key: keyOf(saga.id, step.name, does), attempt: saga.attempts, signal}
  let timer: NodeJS.Timeout | undefined
  // A step that does not listen to its signal must not hold up the saga.
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new ApiError('UPSTREAM_TIMEOUT', `Step "${step.name}" has not ended within ${step.timeout} ms.`)
      stop.abort(error)
      reject(error)
    }, step.timeout)
  })
  try {
    if (does === 'run') return await Promise.race([step.run(saga.data, call), late])
    await Promise.race([step.compensate?.(saga.data, call), late])
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

/** Opaque for those who are called; it fits wherever an Idempotency-Key does. */
function keyOf(id: string, step: string, does: string): string {
  return createHash('sha256')
    .update(JSON.stringify([id, step, does]))
    .digest('hex')
    .slice(0, 32)
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : ''
  return `${error instanceof Error ? error.message : String(error)}${cause}`
}
