import type {Identity} from './identity.js'

/** An identity and the moment at which its token expires, in seconds since 1970. */
export interface Verified {
  readonly identity: Identity
  readonly expires: number
}

/** Milliseconds for which a token is not checked again: as long as a withdrawn key may go unnoticed. */
const keepFor = 60_000
/** Tokens that are remembered; of more, the oldest are forgotten. */
const most = 10_000

/**
 * Callers send the same token again and again, and to check a signature costs more than all the rest of a request. A
 * token that was found good is good for another minute, but never beyond its end; a bad one is checked every time.
 */
export function rememberTokens(
  verify: (token: string) => Promise<Verified>,
): (token: string) => Identity | Promise<Identity> {
  const known = new Map<string, {readonly identity: Identity; readonly until: number}>()
  const underWay = new Map<string, Promise<Identity>>()

  async function check(token: string): Promise<Identity> {
    try {
      const {identity, expires} = await verify(token)
      if (known.size >= most) forgetOldest(known)
      known.set(token, {identity, until: Math.min(Date.now() + keepFor, expires * 1000)})
      return identity
    } finally {
      underWay.delete(token)
    }
  }

  return token => {
    const remembered = known.get(token)
    if (remembered !== undefined && Date.now() < remembered.until) return remembered.identity
    known.delete(token)
    // A caller that sends a hundred requests at once has its token checked once.
    const begun = underWay.get(token) ?? check(token)
    underWay.set(token, begun)
    return begun
  }
}

function forgetOldest(known: Map<string, unknown>): void {
  for (const token of known.keys()) {
    known.delete(token)
    return
  }
}
