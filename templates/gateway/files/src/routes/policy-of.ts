import type {Policy} from '../platform/auth/policy.js'
import {ConfigError} from '../platform/config/environment.js'
import {nearest} from './nearest.js'
import type {Route} from './route.js'

/** The policy that a route names; one that there is not must never be one that is not asked. */
export function policyOf(
  {name, policy}: Pick<Route, 'name' | 'policy'>,
  policies: Readonly<Record<string, Policy>>,
): Policy | undefined {
  if (policy === undefined) return undefined
  if (Object.hasOwn(policies, policy)) return policies[policy]
  const meant = nearest(policy, Object.keys(policies))
  const hint = meant ? ` Did you mean "${meant}"?` : ''
  throw new ConfigError(
    [`"${name}" names the policy "${policy}", which src/policies.ts does not have.${hint}`],
    'gateway.yaml is not right',
  )
}
