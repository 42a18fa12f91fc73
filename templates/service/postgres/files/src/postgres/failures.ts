import {ApiError} from '../platform/errors/api-error.js'

/** What is thrown instead of an error that PostgreSQL or the way to it has caused; other errors stay what they are. */
export function failureOf(error: unknown): unknown {
  const code = codeOf(error)
  if (isUnreachable(error, code)) return unavailable('The database can not be reached.', error)
  if (code === '57014') return unavailable('The database took too long.', error)
  // Somebody else holds what is needed.
  if (code === '55P03') return unavailable('The database is busy.', error)
  if (code === '22021') {
    return new ApiError('VALIDATION_FAILED', 'Text must not have the character U+0000.', {cause: error})
  }
  return error
}

/** Whether the same transaction may succeed when it is run again: it met another one, and lost. */
export function isConflict(error: unknown): boolean {
  const code = codeOf(error)
  return code === '40001' || code === '40P01'
}

/** Whether there is such a row already. */
export function isDuplicate(error: unknown): boolean {
  return codeOf(error) === '23505'
}

export function unavailable(message: string, cause: unknown): ApiError {
  return new ApiError('SERVICE_UNAVAILABLE', message, {cause, headers: {'retry-after': '1'}})
}

/** Messages of the driver for what has no code: it has waited too long, or the connection has ended. */
const unreachable = /timeout exceeded when trying to connect|^Query read timeout|^Connection terminated|not queryable/

function isUnreachable(error: unknown, code: string | undefined): boolean {
  // 08: connection; 57P01 to 57P03: the server stops or starts; 53300: it has no connection left; 25P03: idle too long.
  if (code !== undefined && /^(?:08...|57P0.|53300|25P03|E[A-Z_]+)$/.test(code)) return true
  return error instanceof Error && unreachable.test(error.message)
}

/** The SQLSTATE, or the code of the operating system. */
function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
