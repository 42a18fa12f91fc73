import type {OperationResult} from '../contract/operation.js'

/** What is known of a key: somebody works on it, or the answer is there. */
export type IdempotencyRecord =
  | {readonly state: 'in-flight'; readonly fingerprint: string}
  | {readonly state: 'done'; readonly fingerprint: string; readonly result: OperationResult}

/** Keeps answers by key. Behind a port, because several instances of a service must share it. */
export interface IdempotencyStore {
  /** Takes the key if it is free. Gives what is known of it otherwise. Must be atomic. */
  begin(key: string, fingerprint: string): Promise<IdempotencyRecord | undefined>
  /** Keeps the answer for repetitions. */
  finish(key: string, fingerprint: string, result: OperationResult): Promise<void>
  /** Frees the key: the request failed and may be tried again. */
  release(key: string): Promise<void>
}
