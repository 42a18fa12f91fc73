import {createHash, randomBytes} from 'node:crypto'
import type {Caller} from '../platform/contract/operation.js'
import {ApiError} from '../platform/errors/api-error.js'

/** A ticket as its owner gets it. */
export interface Ticket {
  /** 32 random bytes in base64url. */
  readonly value: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** Lets somebody in once. A page can set no headers when it opens a WebSocket, and a token in an address would be in every
 * log on the way for as long as it is good; a ticket is worth nothing by then. */
export interface Tickets {
  issue(caller: Caller): Ticket
  /** Who has got this ticket; it is used up. Throws TOKEN_INVALID for what is none, or none any more. */
  redeem(value: string | undefined): Caller
}

export interface TicketsOptions {
  /** Milliseconds for which a ticket is good. */
  readonly lifetime?: number
  /** At a time; more are refused rather than memory filled. */
  readonly most?: number
  readonly now?: () => number
}

/** Kept in this process: a ticket is good for the instance that has issued it. */
export function createTickets({lifetime = 30_000, most = 10_000, now = Date.now}: TicketsOptions = {}): Tickets {
  // By their hash: whoever sees the memory of the process finds no ticket.
  const issued = new Map<string, {readonly caller: Caller; readonly expiresAt: number}>()

  const forgetExpired = (time: number): void => {
    // All live equally long: the oldest is the first.
    for (const [hash, {expiresAt}] of issued) {
      if (expiresAt > time) return
      issued.delete(hash)
    }
  }

  return {
    issue(caller) {
      const time = now()
      forgetExpired(time)
      if (issued.size >= most) throw new ApiError('SERVICE_UNAVAILABLE', 'Too many tickets wait to be used.')
      const value = randomBytes(32).toString('base64url')
      const expiresAt = time + lifetime
      issued.set(hashOf(value), {caller, expiresAt})
      return {value, expiresAt}
    },
    redeem(value) {
      const hash = hashOf(value ?? '')
      const found = issued.get(hash)
      issued.delete(hash)
      if (found && found.expiresAt > now()) return found.caller
      throw new ApiError('TOKEN_INVALID', 'The ticket is not valid, or not any more. Ask for a new one.')
    },
  }
}

function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('base64url')
}
