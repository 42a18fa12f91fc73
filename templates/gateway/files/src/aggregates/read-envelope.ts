import {z} from 'zod'
import {ApiError} from '../platform/errors/api-error.js'
import {badResponse} from '../proxy/failure.js'
import type {PartAnswer} from './ask-part.js'

const code = z.string()
const message = z.string()
const details = z.record(z.string(), z.unknown()).exactOptional()

const success = z.object({
  data: z.unknown(),
  warnings: z.array(z.object({code, message, field: z.string().exactOptional(), details})).exactOptional(),
})

const failure = z.object({
  errors: z
    .array(
      z.object({
        code,
        message,
        severity: z.enum(['low', 'medium', 'high', 'critical']),
        retryable: z.boolean(),
        field: z.string().exactOptional(),
        details,
      }),
    )
    .min(1),
})

/** What a service says in its envelope. A refusal is thrown with the codes and the status of the service; what is no
 * envelope, and every failure, as an outage. */
export function readEnvelope(status: number, text: string): PartAnswer {
  const value = parse(text)
  if (status >= 500) throw badResponse(new Error(`status ${status}`))
  if (status >= 400) throw refusal(status, value)
  const read = success.safeParse(value)
  if (status >= 300 || !read.success || read.data.data === undefined) throw badResponse(new Error('no envelope'))
  return {data: read.data.data, warnings: read.data.warnings ?? []}
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refusal(status: number, value: unknown): ApiError {
  const read = failure.safeParse(value)
  if (!read.success) return badResponse(new Error(`status ${status} without envelope`))
  const [first, ...others] = read.data.errors
  if (!first) return badResponse(new Error('no errors'))
  // The codes are the service's own, so that only it knows their status.
  return Object.assign(ApiError.of([first, ...others]), {status})
}
