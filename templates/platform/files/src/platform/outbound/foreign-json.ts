import {ApiError} from '../errors/api-error.js'

/** What somebody else has written; undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is thrown for an answer that is none. The reason is for the log. */
export function unusable(reason: string): ApiError {
  return new ApiError('UPSTREAM_BAD_RESPONSE', 'A service that is needed for this gave no usable answer.', {
    cause: new Error(reason),
  })
}
