import {createHash} from 'node:crypto'
import type {InputParts, Operation, OperationInput} from '../contract/operation.js'
import {ApiError} from '../errors/api-error.js'
import type {IdempotencyStore} from './idempotency-store.js'

/** The header that makes a POST safe to repeat. */
export interface IdempotencyHeaders {
  readonly 'idempotency-key'?: string
}

interface KeyedParts extends InputParts {
  readonly headers: IdempotencyHeaders
}

/** Runs an operation once for each Idempotency-Key: the same request again gets the same answer, with ids of its own.
 * A key belongs to its caller; without a key nothing changes. Failures are not kept, so that they can be retried. */
export function idempotent<Parts extends KeyedParts>(
  store: IdempotencyStore,
  operation: Operation<Parts>,
): Operation<Parts> {
  return async input => {
    const key = input.headers['idempotency-key']
    if (key === undefined) return operation(input)
    const path = input.url.split('?')[0]
    const slot = hash([input.caller?.subject ?? null, input.method, path, key])
    const fingerprint = hash(requestOf(input))
    const known = await store.begin(slot, fingerprint)
    if (known && known.fingerprint !== fingerprint) {
      throw new ApiError('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used for a different request.', {
        field: 'Idempotency-Key',
      })
    }
    if (known?.state === 'in-flight') {
      throw new ApiError('STATE_CONFLICT', 'The first request with this Idempotency-Key is still being served.', {
        headers: {'retry-after': '1'},
      })
    }
    if (known) return {...known.result, headers: {...known.result.headers, 'idempotency-replayed': 'true'}}
    try {
      const result = await operation(input)
      await store.finish(slot, fingerprint, result)
      return result
    } catch (error) {
      await store.release(slot)
      throw error
    }
  }
}

function requestOf({url, body}: OperationInput): unknown {
  return [url, body ?? null]
}

function hash(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex')
}

/** JSON with the members in order: the same data is the same request, however it was written down. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)))
      : member,
  )
}
