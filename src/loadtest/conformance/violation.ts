import {redactedPath} from '../source/headers.js'
import type {SampledAnswer} from './sampler.js'

/** Something about answers that the contract or the standard does not allow, with the first answer that had it. */
export interface Violation {
  readonly operation: string
  readonly status: number
  /** `data[].price`; empty for the answer as a whole. */
  readonly at: string
  /** `has to be a number, not a string`. */
  readonly problem: string
  /** How many of the answers that were judged had it. */
  readonly count: number
  readonly example: ViolationExample
}

/** An answer with what may be secret in it hidden. */
export interface ViolationExample {
  /** `GET /api/v1/orders?limit=2`. */
  readonly request: string
  readonly contentType: string | null
  /** The beginning of the body. */
  readonly body: string
  /** Milliseconds. */
  readonly took: number
}

/** What came of looking at answers. */
export interface ConformanceResult {
  /** Answers that were looked at. */
  readonly judged: number
  readonly violations: readonly Violation[]
}

/** Longer bodies and texts are cut. */
const longestBody = 2000
const longestText = 200

const secret = /key|token|secret|password|passwd|pwd|authorization|signature|credential|session|cookie/i

export function exampleOf({request, headers, body, took}: SampledAnswer, json: unknown): ViolationExample {
  const text = json === undefined ? body.toString('utf8') : JSON.stringify(json, redacted)
  return {
    request: `${request.method} ${redactedPath(request.path)}`,
    contentType: headers['content-type'] ?? null,
    body: text.length > longestBody ? `${text.slice(0, longestBody)}…` : text,
    took: Math.round(took * 1000) / 1000,
  }
}

function redacted(name: string, value: unknown): unknown {
  if (secret.test(name) && typeof value === 'string') return '[redacted]'
  return typeof value === 'string' && value.length > longestText ? `${value.slice(0, longestText)}…` : value
}
