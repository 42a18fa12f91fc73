import type {PreparedRequest} from '../engine/connection.js'
import type {Answer} from './answer.js'
import type {Values} from './template.js'

/** Sends what steps ask for; resolves when it is over, and never rejects. */
export interface Exchange<Request> {
  /** `operation` is the index of the operation that the request belongs to. */
  ask(request: Request, operation: number): Promise<Answer>
  /** Gives up what has taken too long. */
  sweep(now: number): void
  /** Gives up what is under way, and what waits. */
  stop(): void
  close(): void
}

/** A unary call with its message in bytes. */
export interface GrpcRequest {
  /** `/package.Service/Method`. */
  readonly path: string
  readonly metadata: Readonly<Record<string, string>>
  readonly message: Uint8Array
  /** Milliseconds. */
  readonly deadline: number
  /** The message of the answer as JSON. */
  decode(message: Uint8Array): unknown
}

/** What an iteration sends its steps by. */
export interface Exchanges {
  readonly http: Exchange<PreparedRequest>
  /** By the origin that calls go to. */
  readonly grpc: ReadonlyMap<string, Exchange<GrpcRequest>>
  /** Headers of every request, those that prove who sends it among them. */
  headers(): Readonly<Record<string, string>>
}

/** How an answer is to be taken. */
export interface Opinion {
  /** It is as it has to be, and the iteration goes on. */
  readonly isGood: boolean
  /** What counts in place of its status: `expect`, `capture`, `graphql`, `grpc UNAVAILABLE`, or the code of the end. */
  readonly failure?: string
  /** What is wrong, as the end of a sentence; no value of the answer is in it, as that may be secret. */
  readonly why?: string
}

/** Something that an iteration sends. */
export interface Step {
  /** Index of its operation. */
  readonly operation: number
  /** For messages: `Step 2 of "buy" ("POST /orders")`. */
  readonly title: string
  /** Throws MissingValue when a template has no value. */
  send(values: Values, exchanges: Exchanges): Promise<Answer>
  /** Judges an answer, and keeps what is captured of it. */
  judge(answer: Answer, values: Values): Opinion
}

/** A pause of some length between two; in milliseconds. */
export interface Pause {
  readonly least: number
  readonly most: number
}

/** What an iteration does, one after the other. */
export type Part = {readonly step: Step} | {readonly pause: Pause}
