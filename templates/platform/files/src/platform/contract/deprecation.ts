import {ApiError} from '../errors/api-error.js'
import type {JsonObject} from './document.js'

/** What callers of an operation that goes away are told, and from when on it is gone. */
export interface Deprecation {
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds since 1970; undefined while no day is set. */
  readonly sunsetAt: number | undefined
}

/** When something goes away, in milliseconds since 1970, and where what comes after it is. */
export interface DeprecationDates {
  readonly deprecatedAt: number
  readonly sunsetAt: number | undefined
  readonly successor: string | undefined
}

/** The headers are those of RFC 9745 (`Deprecation`), RFC 8594 (`Sunset`) and RFC 5829 (`Link`). */
export function describeDeprecation({deprecatedAt, sunsetAt, successor}: DeprecationDates): Deprecation {
  return {
    headers: {
      deprecation: `@${Math.floor(deprecatedAt / 1000)}`,
      ...(sunsetAt !== undefined && {sunset: new Date(sunsetAt).toUTCString()}),
      ...(successor !== undefined && {link: `<${encodeURI(successor)}>; rel="successor-version"`}),
    },
    sunsetAt,
  }
}

/** Reads `deprecated`, `x-deprecated-at`, `x-sunset` and `x-successor` of an operation. */
export function readDeprecation(operation: JsonObject): Deprecation | undefined {
  if (operation['deprecated'] !== true) return undefined
  const deprecatedAt = timeOf(operation, 'x-deprecated-at')
  const sunsetAt = timeOf(operation, 'x-sunset')
  const successor = operation['x-successor']
  if (deprecatedAt !== undefined && sunsetAt !== undefined && sunsetAt < deprecatedAt) {
    throw new Error(`"${operation['operationId']}" is gone ("x-sunset") before it is deprecated ("x-deprecated-at").`)
  }
  return describeDeprecation({
    // Deprecated without a day means since ever.
    deprecatedAt: deprecatedAt ?? 0,
    sunsetAt,
    successor: typeof successor === 'string' ? successor : undefined,
  })
}

/** Throws when the day has come, whoever asks. */
export function refuseAfterSunset({headers, sunsetAt}: Deprecation): void {
  if (sunsetAt === undefined || Date.now() < sunsetAt) return
  throw new ApiError('VERSION_SUNSET', 'This is not served any more.', {headers})
}

function timeOf(operation: JsonObject, key: string): number | undefined {
  const text = operation[key]
  if (text === undefined) return undefined
  // YAML makes a Date of an unquoted day.
  const time = text instanceof Date ? text.getTime() : typeof text === 'string' ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) throw new Error(`"${key}" of "${operation['operationId']}" is no date.`)
  return time
}
