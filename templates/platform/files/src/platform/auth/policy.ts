import type {Identity} from './identity.js'

/** What a policy decides about. Beside the identity and the address all of it is what the caller says. */
export interface AccessQuestion {
  /** Undefined on public routes for callers without proof. */
  readonly identity: Identity | undefined
  readonly method: string
  /** Path and query as they were sent. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** As far as proxies that are trusted vouch for it. */
  readonly address: string
}

/**
 * Looks at attributes: of the caller, of what is asked for, of the time, or at how risky all of it is together. Only `true` lets
 * a request pass. It may throw a refusal with a code of its own, such as HIGH_RISK_BLOCKED. Anything else that it throws is an
 * outage of ours (503 AUTHZ_UNAVAILABLE) and no fault of the caller's.
 */
export type Policy = (question: AccessQuestion) => boolean | Promise<boolean>
