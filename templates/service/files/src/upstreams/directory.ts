import {ApiError} from '../platform/errors/api-error.js'
import {createLastKnown} from '../platform/outbound/last-known.js'
import type {Upstream} from '../platform/outbound/upstream.js'
import type {MemberDirectory} from '../work-items/member-directory.js'

/**
 * The member directory, asked over HTTP. `test/pact` holds what this service expects of it. When it can not answer, whoever was a
 * member within the last hour is taken for one; that somebody was none is no proof against anybody.
 */
export function createDirectory(upstream: Upstream): MemberDirectory {
  const askOrRecall = createLastKnown<boolean>({keepFor: 3_600_000, most: 10_000, mayStandIn: isMember => isMember})
  return {
    hasMember: id =>
      askOrRecall(id, () => ask(upstream, id), {
        code: 'STALE_CACHE',
        message: 'The member directory can not answer; the owner was a member the last time it did.',
        field: 'ownerId',
      }),
  }
}

async function ask(upstream: Upstream, id: string): Promise<boolean> {
  const path = `/api/v1/members/${encodeURIComponent(id)}`
  const answer = await upstream.request({method: 'GET', path, group: 'members'})
  if (answer.ok) return true
  if (answer.status === 404) return false
  // Anything else that is refused (no permission, too many calls) says nothing about the member.
  throw new ApiError('UPSTREAM_BAD_RESPONSE', 'The member directory refused to answer.', {
    cause: new Error(`status ${answer.status}: ${answer.codes.join(', ')}`),
  })
}

/** Without an address nobody can say who is a member, and to guess would be worse than to refuse. */
export const noDirectory: MemberDirectory = {
  hasMember: async () => {
    throw new ApiError('SERVICE_UNAVAILABLE', 'The member directory is not configured.')
  },
}
