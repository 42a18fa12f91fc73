import type {Identity} from './identity.js'
import type {TokenFacts} from './revocations.js'

/** An identity with what its token says about itself. */
export interface Verified extends TokenFacts {
  readonly identity: Identity
  /** Seconds since 1970. */
  readonly expires: number
}

/** Milliseconds for which a token is not checked again: as long as a withdrawn key may go unnoticed. */
const keepFor = 60_000
/** Tokens that are remembered; of more, the oldest are forgotten. */
const most = 10_000

/**
 * Callers send the same token again and again, and to check a signature costs more than all the rest of a request. A
 * token that was found good is good for another minute, but never beyond its end; a bad one is checked every time. `admit` is asked for
 * each request, as a token may be revoked at any time; it throws.
 */
export function rememberTokens(
  verify: (token: string) => Promise<Verified>,
  admit: (verified: Verified) => void = () => undefined,
): (token: string) => Identity | Promise<Identity> {
  const known = new Map<string, Known>()
  const underWay = new Map<string, Promise<Identity>>()

  async function check(token: string): Promise<Identity> {
    try {
      const verified = await verify(token)
      admit(verified)
      if (known.size >= most) forgetOldest(known)
      known.set(endOf(token), {token, verified, until: Math.min(Date.now() + keepFor, verified.expires * 1000)})
      return verified.identity
    } finally {
      underWay.delete(token)
    }
  }

  return token => {
    const end = endOf(token)
    const remembered = known.get(end)
    if (remembered?.token === token) {
      if (Date.now() < remembered.until) {
        admit(remembered.verified)
        return remembered.verified.identity
      }
      known.delete(end)
    }
    // A caller that sends a hundred requests at once has its token checked once.
    const begun = underWay.get(token) ?? check(token)
    underWay.set(token, begun)
    return begun
  }
}

interface Known {
  readonly token: string
  readonly verified: Verified
  /** Milliseconds since 1970. */
  readonly until: number
}

/** What a token is found by. The end is of its signature and as good as random; all of it would have to be hashed each time. */
function endOf(token: string): string {
  return token.slice(-16)
}

function forgetOldest(known: Map<string, unknown>): void {
  for (const token of known.keys()) {
    known.delete(token)
    return
  }
}
