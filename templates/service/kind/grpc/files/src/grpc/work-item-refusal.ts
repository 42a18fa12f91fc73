import {toApiError} from '../platform/errors/error-handler.js'

/** Why one of many was not done, as the contract says it. */
export interface Refusal {
  readonly index: number
  readonly code: string
  readonly message: string
  readonly field: string
}

/** One of many does not end the call; what is our own fault does. */
export function refusalOf(error: unknown, index: number): Refusal {
  const answer = toApiError(error)
  if (answer.status >= 500) throw answer
  const [entry] = answer.entries
  return {index, code: answer.code, message: answer.message, field: entry?.field ?? ''}
}
