/** What a token says about itself that it can be called back by. */
export interface TokenFacts {
  /** Its `jti`. */
  readonly id: string
  readonly subject: string
  /** Seconds since 1970. */
  readonly issuedAt: number
}

/** Calls back one token, or all that were issued before a moment: those of a subject, or everybody's. */
export type Revocation =
  | {readonly tokenId: string}
  | {
      readonly subject?: string
      /** Milliseconds since 1970. */
      readonly issuedBefore: number
    }

/** Tells whether a token was called back. It is asked for every request, so it answers from memory; where it can not know,
 * it throws the ApiError that says so. */
export interface Revocations {
  includes(token: TokenFacts): boolean
}

/** Revocations in memory, each until the last token that it is about has expired by itself. */
export interface RevocationList extends Revocations {
  /** `until` in milliseconds since 1970. */
  add(revocation: Revocation, until: number): void
}

/** Milliseconds between two searches for what has expired. */
const sweepEvery = 60_000

export function createRevocationList(): RevocationList {
  const tokens = new Map<string, number>()
  /** By subject; the empty one, which no token has, stands for everybody. */
  const moments = new Map<string, {readonly issuedBefore: number; readonly until: number}>()
  let sweptAt = Date.now()

  function sweep(): void {
    const now = Date.now()
    if (now - sweptAt < sweepEvery) return
    sweptAt = now
    for (const [id, until] of tokens) if (until <= now) tokens.delete(id)
    for (const [subject, {until}] of moments) if (until <= now) moments.delete(subject)
  }

  function add(revocation: Revocation, until: number): void {
    if ('tokenId' in revocation) {
      tokens.set(revocation.tokenId, Math.max(until, tokens.get(revocation.tokenId) ?? 0))
      return
    }
    const {subject = '', issuedBefore} = revocation
    const known = moments.get(subject)
    moments.set(subject, {
      issuedBefore: Math.max(issuedBefore, known?.issuedBefore ?? 0),
      until: Math.max(until, known?.until ?? 0),
    })
  }

  const isLate = (subject: string, issuedAt: number): boolean => {
    const moment = moments.get(subject)
    // The claim has whole seconds: one of this very second was issued before.
    return moment !== undefined && issuedAt * 1000 < moment.issuedBefore
  }

  return {
    add(revocation, until) {
      sweep()
      add(revocation, until)
    },
    includes({id, subject, issuedAt}) {
      if (tokens.size === 0 && moments.size === 0) return false
      return tokens.has(id) || isLate(subject, issuedAt) || isLate('', issuedAt)
    },
  }
}
