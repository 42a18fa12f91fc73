import type {Protection} from '../platform/auth/guard.js'
import type {Policy} from '../platform/auth/policy.js'
import {policyOf} from '../routes/policy-of.js'
import type {Route} from '../routes/route.js'

/** What stands before a route or an aggregate: a token or an API key, with all that it asks of callers. */
export function protectionOf(
  entry: Pick<Route, 'name' | 'public' | 'scopes' | 'roles' | 'policy' | 'rateLimit'>,
  policies: Readonly<Record<string, Policy>>,
): Protection {
  const requirements = (['bearer', 'apiKey'] as const).map(scheme => ({scheme, scopes: entry.scopes}))
  return {
    public: entry.public,
    requirements,
    roles: entry.roles,
    policy: policyOf(entry, policies),
    rateLimitClass: entry.rateLimit,
  }
}
