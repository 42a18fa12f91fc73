import type {IdempotencyStore} from '../idempotency/idempotency-store.js'
import {idempotent} from '../idempotency/idempotent.js'
import type {Call} from './call.js'

export interface OnceOptions<T> {
  readonly call: Call
  /** Made by the client, the same in every repetition; empty when it does not care. */
  readonly requestId: string
  /** What is asked for: the same id for something else is refused. */
  readonly request: object
  readonly run: () => Promise<T>
}

/** Runs work once for each request id of a caller and method, as an Idempotency-Key does it over HTTP. */
export async function once<T>(keys: IdempotencyStore, {call, requestId, request, run}: OnceOptions<T>): Promise<T> {
  const operation = idempotent(keys, async () => ({status: 200, data: await run()}))
  const {data} = await operation({
    params: undefined,
    query: undefined,
    headers: requestId === '' ? {} : {'idempotency-key': requestId},
    body: request,
    caller: call.identity,
    method: 'POST',
    url: call.path,
  })
  return data as T // What `run` gave, now or the first time.
}
