import type {z} from 'zod'
import {ApiError, errorEntry} from '../errors/api-error.js'
import {protoName} from './proto-name.js'

/** Holds a message against what the contract says beyond types, and tells everything that is wrong with it at once. */
export function readRequest<T extends z.ZodType>(schema: T, message: object): z.output<T> {
  const result = schema.safeParse(message)
  if (result.success) return result.data
  const [first = errorEntry('VALIDATION_FAILED', 'The request is not valid.'), ...others] = result.error.issues.map(
    issue => {
      const field = protoName(issue.path.join('.'))
      return errorEntry('VALIDATION_FAILED', `"${field}": ${issue.message}.`, {field})
    },
  )
  throw ApiError.of([first, ...others])
}
