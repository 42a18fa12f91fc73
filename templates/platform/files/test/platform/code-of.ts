import {ApiError} from '../../src/platform/errors/api-error.js'

/** The code of the error with which something ends, or "accepted". */
export async function codeOf(action: unknown): Promise<string> {
  try {
    await action
  } catch (error) {
    if (error instanceof ApiError) return error.code
    throw error
  }
  return 'accepted'
}
