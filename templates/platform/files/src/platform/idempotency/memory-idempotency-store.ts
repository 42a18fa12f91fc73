import {ApiError} from '../errors/api-error.js'
import type {IdempotencyRecord, IdempotencyStore} from './idempotency-store.js'

const day = 24 * 60 * 60 * 1000

export interface MemoryIdempotencyOptions {
  /** Milliseconds for which an answer is kept. */
  readonly keepFor?: number
  /** Keys at a time; when all are young, new ones are refused rather than old promises broken. */
  readonly most?: number
}

/** For one instance, and for tests. */
export function createMemoryIdempotencyStore(options: MemoryIdempotencyOptions = {}): IdempotencyStore {
  const {keepFor = day, most = 100_000} = options
  // A Map keeps the order of insertion and every key is kept equally long, so the oldest is always the first.
  const records = new Map<string, {readonly record: IdempotencyRecord; readonly expiresAt: number}>()

  const forgetExpired = (now: number): void => {
    for (const [key, {expiresAt}] of records) {
      if (expiresAt > now) return
      records.delete(key)
    }
  }
  const keep = (key: string, record: IdempotencyRecord): void => {
    records.delete(key)
    records.set(key, {record, expiresAt: Date.now() + keepFor})
  }

  return {
    async begin(key, fingerprint) {
      forgetExpired(Date.now())
      const known = records.get(key)
      if (known) return known.record
      if (records.size >= most) throw new ApiError('SERVICE_UNAVAILABLE', 'Too many idempotency keys are in use.')
      keep(key, {state: 'in-flight', fingerprint})
      return undefined
    },
    async finish(key, fingerprint, result) {
      keep(key, {state: 'done', fingerprint, result})
    },
    async release(key) {
      records.delete(key)
    },
  }
}
