import {ApiError} from '../platform/errors/api-error.js'
import type {Upstream} from '../platform/outbound/upstream.js'
import type {MemberDirectory} from '../work-items/member-directory.js'

/** The member directory, asked over HTTP. `test/pact` holds what this service expects of it. */
export function createDirectory(upstream: Upstream): MemberDirectory {
  return {
    async hasMember(id) {
      const path = `/api/v1/members/${encodeURIComponent(id)}`
      const answer = await upstream.request({method: 'GET', path, group: 'members'})
      if (answer.ok) return true
      if (answer.status === 404) return false
      // Anything else that is refused (no permission, too many calls) says nothing about the member.
      throw new ApiError('UPSTREAM_BAD_RESPONSE', 'The member directory refused to answer.', {
        cause: new Error(`status ${answer.status}: ${answer.codes.join(', ')}`),
      })
    },
  }
}

/** Without an address nobody can say who is a member, and to guess would be worse than to refuse. */
export const noDirectory: MemberDirectory = {
  hasMember: async () => {
    throw new ApiError('SERVICE_UNAVAILABLE', 'The member directory is not configured.')
  },
}
