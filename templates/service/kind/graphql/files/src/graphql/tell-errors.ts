import type {GraphQLError, GraphQLFormattedError} from 'graphql'
import {ApiError} from '../platform/errors/api-error.js'
import {toApiError} from '../platform/errors/error-handler.js'
import type {Logger} from '../platform/logging/logger.js'
import {unreadable} from './parse-document.js'
import {refusalErrors} from './refusal-errors.js'

export interface TellOptions {
  readonly requestId: string
  readonly logger: Logger
}

/** Errors as callers may see them: those that we throw by their code, GraphQL's own about the document in its words, and
 * of everything else that it was our fault; what it was is in the log. */
export function tellErrors(errors: readonly GraphQLError[], {requestId, logger}: TellOptions): GraphQLFormattedError[] {
  return errors.flatMap(error => {
    const {originalError, locations, path} = error
    const answer = apiErrorOf(error)
    if (answer.status >= 500) logger.error({err: originalError ?? error, code: answer.code, path}, answer.message)
    const place = {...(locations && {locations}), ...(path && {path})}
    return refusalErrors(answer, requestId).map(each => ({...each, ...place}))
  })
}

/** What an error means. Without a place in the answer it is GraphQL that speaks, of the document or of a variable. */
function apiErrorOf(error: GraphQLError): ApiError {
  const {originalError, path} = error
  const isOurs = originalError instanceof ApiError || path !== undefined
  return isOurs ? toApiError(originalError ?? error) : unreadable(error)
}

/** What GraphQL itself finds wrong with an operation before it begins. */
export class Findings extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super('The operation can not begin.')
  }
}

/** Why an operation was not begun. */
export interface Refusal {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly errors: readonly GraphQLFormattedError[]
}

/** What is thrown before an operation begins: an ApiError of ours, or what GraphQL finds wrong with the document. */
export function refusalOf(error: unknown, options: TellOptions): Refusal {
  const found = findingsIn(error)
  if (found) return {status: 400, headers: {}, errors: tellErrors(found, options)}
  const answer = toApiError(error)
  if (answer.status >= 500) options.logger.error({err: error, code: answer.code}, answer.message)
  return {status: answer.status, headers: answer.headers, errors: refusalErrors(answer, options.requestId)}
}

/** The same without a word to anybody: what it means that an operation was not begun. */
export function refusalsIn(error: unknown): readonly ApiError[] {
  return findingsIn(error)?.map(apiErrorOf) ?? [toApiError(error)]
}

/** Mercurius has an error of its own for them, with the same member. */
function findingsIn(error: unknown): readonly GraphQLError[] | undefined {
  if (!(error instanceof Error) || error instanceof ApiError) return undefined
  const {errors} = error as {readonly errors?: unknown}
  return Array.isArray(errors) && errors.length > 0 ? errors : undefined
}
