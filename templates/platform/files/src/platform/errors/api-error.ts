import {type CodeMeaning, meaningOf, type Severity} from './codes.js'

/** One entry of `errors` in an answer: these members and no others. */
export interface ErrorEntry {
  readonly code: string
  /** For people; it carries no internals. */
  readonly message: string
  readonly severity: Severity
  readonly retryable: boolean
  /** Dot path of the culprit, such as `items.0.quantity`. */
  readonly field?: string
  readonly details?: Readonly<Record<string, unknown>>
}

export interface ErrorOptions {
  readonly field?: string
  readonly details?: Readonly<Record<string, unknown>>
  /** Headers that belong to the answer, such as Retry-After. */
  readonly headers?: Readonly<Record<string, string>>
  /** For the log only; a caller never sees it. */
  readonly cause?: unknown
}

/** An answer that is an error. Whoever throws it decides the code; status, severity and retryable follow from that. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly entries: readonly ErrorEntry[]
  readonly headers: Readonly<Record<string, string>>
  readonly status: number

  constructor(code: string, message: string, options: ErrorOptions = {}) {
    super(message, {cause: options.cause})
    this.entries = [errorEntry(code, message, options)]
    this.headers = options.headers ?? {}
    this.status = meaningOf(code).status
  }

  get code(): string {
    return this.entries[0]?.code ?? 'INTERNAL_ERROR'
  }

  /** Several entries of one kind: a validation tells everything that is wrong at once. */
  static of(entries: readonly [ErrorEntry, ...ErrorEntry[]]): ApiError {
    const error = new ApiError(entries[0].code, entries[0].message)
    return Object.assign(error, {entries})
  }
}

/** An entry whose severity and retryable are those of its code. */
export function errorEntry(code: string, message: string, {field, details}: ErrorOptions = {}): ErrorEntry {
  const {severity, retryable}: CodeMeaning = meaningOf(code)
  return {code, message, severity, retryable, ...(field && {field}), ...(details && {details})}
}
