import type {Metadata} from '@grpc/grpc-js'
import type {Identity} from '../auth/identity.js'
import type {RequestContext} from '../context/request-context.js'

/** What the interceptors know of a call. */
export interface Call {
  readonly context: RequestContext
  /** `/example.orders.v1.OrderService/GetOrder`. */
  readonly path: string
  /** Aborts when the server is about to stop: streams without an end come to theirs. */
  readonly stopping: AbortSignal
  /** Whoever proved to be; only methods for everybody are called by nobody. */
  identity: Identity | undefined
}

const calls = new WeakMap<Metadata, Call>()

/** Remembers a call by its metadata, which is the one thing that every interceptor and the handler get. */
export function rememberCall(metadata: Metadata, call: Call): void {
  calls.set(metadata, call)
}

/** The call that came with this metadata. */
export function callOf(metadata: Metadata): Call {
  const call = calls.get(metadata)
  if (!call) throw new Error('The interceptor of the context must come before this.')
  return call
}
