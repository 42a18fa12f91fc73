/** How a caller proved who it is: a JWT, or a key that was given out to a program. */
export type Scheme = 'bearer' | 'apiKey'

/** A caller whose proof was checked here. Headers that merely claim an identity never become one of these. */
export interface Identity {
  readonly scheme: Scheme
  /** The subject of the token, or the client that an API key was given to. */
  readonly subject: string
  /** Permissions such as `orders:read`. */
  readonly scopes: ReadonlySet<string>
  /** What the issuer calls the caller; permissions are checked by scope, and by role where a route names roles. */
  readonly roles: readonly string[]
  /** Everything else that the issuer says, such as a department; only a policy looks at it. A key has none. */
  readonly claims?: Readonly<Record<string, unknown>>
}
