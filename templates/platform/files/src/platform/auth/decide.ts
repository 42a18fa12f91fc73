import {ApiError} from '../errors/api-error.js'
import {denied} from './denied.js'
import type {AccessQuestion, Policy} from './policy.js'

/** Milliseconds that a policy may think. */
const longest = 1000

/**
 * Resolves when the policy lets a request pass, else rejects: with PERMISSION_DENIED, with the refusal (403) that the policy
 * throws, or with AUTHZ_UNAVAILABLE when it can not decide, whatever kept it from that.
 */
export async function decide(policy: Policy, question: AccessQuestion): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The policy took too long.')), longest)
  })
  try {
    if ((await Promise.race([policy(question), late])) !== true) throw denied()
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) throw error
    throw new ApiError('AUTHZ_UNAVAILABLE', 'Permissions can not be checked at the moment.', {cause: error})
  } finally {
    clearTimeout(timer)
  }
}
