import type {Pagination, Warning} from '../envelope/envelope.js'

/** Who calls, as far as the credentials prove it. */
export interface Caller {
  /** The subject of the token, or the client that an API key belongs to. */
  readonly subject: string
  /** What else a token says, such as when it ends. */
  readonly claims?: Readonly<Record<string, unknown>>
}

/** The parts of a request that a contract describes. */
export interface InputParts {
  readonly params?: unknown
  readonly query?: unknown
  readonly headers?: unknown
  readonly body?: unknown
}

/** A request that the contract has accepted. `Parts` names the types of what the contract describes. */
export interface OperationInput<Parts extends InputParts = InputParts> {
  readonly params: Parts['params']
  readonly query: Parts['query']
  /** Names in lower case. */
  readonly headers: Parts['headers']
  readonly body: Parts['body']
  /** Absent on public operations. */
  readonly caller: Caller | undefined
  readonly method: string
  /** Path and query as the caller wrote them. */
  readonly url: string
}

/** What an operation answers; the platform wraps it in the envelope. */
export interface OperationResult {
  readonly status: number
  /** Left out where the answer has no body. */
  readonly data?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly pagination?: Pagination
  readonly warnings?: readonly Warning[]
  /** Health endpoints answer without envelope. */
  readonly bare?: boolean
}

export type Operation<Parts extends InputParts = InputParts> = (
  input: OperationInput<Parts>,
) => Promise<OperationResult>

/** The code behind a contract, by operationId. A method's parameter may be narrower than the type says: the contract,
 * which validates before the call, is what guarantees it. */
export type Operations = Readonly<Record<string, {run(input: OperationInput): Promise<OperationResult>}['run']>>
