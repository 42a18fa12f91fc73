import type {Identity, Scheme} from './identity.js'

/** One way to be allowed: a kind of proof, and the permissions that must come with it. */
export interface Requirement {
  readonly scheme: Scheme
  readonly scopes: readonly string[]
}

const schemes: ReadonlyMap<unknown, Scheme> = new Map([
  ['http', 'bearer'],
  ['oauth2', 'bearer'],
  ['openIdConnect', 'bearer'],
  ['apiKey', 'apiKey'],
])

/**
 * What the `security` of a contract demands: a caller must meet one of the requirements. `securitySchemes` are those
 * under `components`. It throws when the contract demands nothing: an operation for everybody says `x-public: true`.
 */
export function requirementsOf(security: unknown, securitySchemes: unknown): readonly Requirement[] {
  if (!Array.isArray(security) || security.length === 0) {
    throw new Error('An operation without security must say "x-public: true".')
  }
  return security.map(alternative => {
    const [only, ...others] = Object.entries(recordOf(alternative))
    if (!only || others.length > 0) throw new Error('Each alternative of "security" must name exactly one scheme.')
    const [name, scopes] = only
    const scheme = schemes.get(recordOf(recordOf(securitySchemes)[name])['type'])
    if (!scheme) throw new Error(`The security scheme "${name}" is no bearer token and no API key.`)
    return {scheme, scopes: Array.isArray(scopes) ? scopes.map(String) : []}
  })
}

/** The scopes that an identity lacks for the requirement it comes nearest to; undefined when none is of its kind. */
export function missingScopes(identity: Identity, requirements: readonly Requirement[]): readonly string[] | undefined {
  let fewest: readonly string[] | undefined
  for (const {scheme, scopes} of requirements) {
    if (scheme !== identity.scheme) continue
    const missing = scopes.filter(scope => !identity.scopes.has(scope))
    if (fewest === undefined || missing.length < fewest.length) fewest = missing
  }
  return fewest
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  // Any object can be asked for a member by name; what is no object has none.
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
