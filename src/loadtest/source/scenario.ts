import type {Script} from '../scenario/script.js'
import type {Threshold} from '../verdict/threshold.js'

/** Methods that change nothing. */
export const safeMethods = ['GET', 'HEAD', 'OPTIONS'] as const

/** Methods that are sent only where somebody said that they may. */
const writingMethods = ['POST', 'PUT', 'PATCH', 'DELETE'] as const

export const methods = [...safeMethods, ...writingMethods]

export type Method = (typeof methods)[number]

/** One kind of request of a run. Figures are kept for each. */
export interface Operation {
  /** `GET /v1/orders/{id}`: the name in reports and thresholds. */
  readonly name: string
  readonly operationId?: string
  readonly method: Method
  /** Paths with query that are sent in turn; several when the contract has several examples. */
  readonly paths: readonly string[]
  /** Headers that the contract asks of this operation. */
  readonly headers: Readonly<Record<string, string>>
  /** The header that has another value in each request, by its name in `headers`: a repeated key is answered from memory. */
  readonly renewed?: string
  /** Bodies that are sent in turn; none when left out. */
  readonly bodies?: readonly string[]
  /** How often it is chosen among the operations. */
  readonly weight: number
  /** Some value in its path or body was made up, because the contract has no example: the target may well not know it. */
  readonly guessed: boolean
}

/** What reports say of an operation. */
export type NamedOperation = Pick<Operation, 'name' | 'operationId' | 'weight' | 'paths'>

/** An operation of the contract that is not sent, and why. */
export interface LeftOut {
  readonly operation: string
  readonly reason: string
}

/** What to send, and what to demand of it. */
export interface Scenario {
  readonly operations: readonly Operation[]
  readonly leftOut: readonly LeftOut[]
  /** Objectives that the contract states. */
  readonly thresholds: readonly Threshold[]
  /** Requests per second that the contract states as its load. */
  readonly rate?: number
  /** What users do, where a scenario file says it; its steps are the operations. */
  readonly script?: Script
}
