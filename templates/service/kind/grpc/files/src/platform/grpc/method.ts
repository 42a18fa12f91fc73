import type {Call} from './call.js'

/** Who may call a method. Deny by default: there is none for everybody. */
export interface Access {
  /** Permissions such as `orders:read`; all are needed. */
  readonly scopes: readonly string[]
  /** The caller must have one of them; none is needed when left out. */
  readonly roles?: readonly string[]
  /** Class whose rate limits count; `api` when left out. */
  readonly rateLimitClass?: string
}

/** The code behind one rpc, by the way in which it speaks. What it throws becomes the status of the call. */
export type Method = UnaryMethod | UploadMethod | DownloadMethod | SyncMethod

/** One message comes, one goes. */
export interface UnaryMethod {
  readonly kind: 'unary'
  readonly access: Access
  run(request: object, call: Call): Promise<object>
}

/** Many messages come, one goes. */
export interface UploadMethod {
  readonly kind: 'upload'
  readonly access: Access
  run(requests: AsyncIterable<object>, call: Call): Promise<object>
}

/** One message comes, many go: each is asked for when the client has room for it. */
export interface DownloadMethod {
  readonly kind: 'download'
  readonly access: Access
  run(request: object, call: Call): AsyncIterable<object>
}

/** Many messages come, many go. */
export interface SyncMethod {
  readonly kind: 'sync'
  readonly access: Access
  run(requests: AsyncIterable<object>, call: Call): AsyncIterable<object>
}

/** The methods of a service by the names of their rpcs. */
export type Methods = Readonly<Record<string, Method>>
