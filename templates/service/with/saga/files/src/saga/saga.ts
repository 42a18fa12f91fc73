import type {JsonObject} from '../platform/contract/document.js'
import type {RetryPolicy} from '../platform/retries/retry-policy.js'

/** What a step may know beside the data. */
export interface StepCall {
  /** The same for every try of this step of this saga: whoever is called does it once for each key. */
  readonly key: string
  /** From 1. */
  readonly attempt: number
  /** Aborts when the time of the step is up. */
  readonly signal: AbortSignal
}

/**
 * One step. It may be called again when the process dies before its end was noted, so what it calls must honour the key. A
 * refusal (an ApiError below 500, but not 429) means that nothing was done; after any other error nobody knows, and the
 * step is undone with those before it.
 */
export interface SagaStep<Data> {
  /** Names its states: `payment` is `payment_pending`, then `payment_compensating`. */
  readonly name: string
  /** Does it; what it gives is added to the data. */
  run(data: Data, call: StepCall): Promise<Partial<Data> | undefined>
  /** Undoes it, also when it was done in part or not at all. Left out where there is nothing to undo. */
  compensate?(data: Data, call: StepCall): Promise<void>
  /** Milliseconds for one try. */
  readonly timeout: number
  readonly retries?: RetryPolicy
}

/** Something that spans several services: all of its steps are done, or those that were are undone. */
export interface SagaKind<Data = JsonObject> {
  /** With a version, `order-v1`: sagas that have begun end by the steps that they began with. */
  readonly name: string
  readonly steps: readonly SagaStep<Data>[]
}

/** Why a saga is undone. */
export interface SagaFailure {
  readonly step: string
  readonly code: string
  readonly message: string
}

/** One saga, as far as it has come. */
export interface Saga<Data = JsonObject> {
  readonly id: string
  readonly kind: string
  /** See `transitionsOf`. */
  readonly state: string
  readonly data: Data
  readonly failure?: SagaFailure
  readonly attempts: number
  readonly version: number
}
