import type {IncomingHttpHeaders} from 'node:http'
import type {RequestContext} from '../context/request-context.js'
import {ApiError} from '../errors/api-error.js'
import {callerKey} from '../rate-limit/caller-key.js'
import type {AnswerHeaders, RateLimiter} from '../rate-limit/rate-limiter.js'
import type {Requirement} from './access.js'
import type {VerifyKey} from './api-keys.js'
import type {Identity, Scheme} from './identity.js'
import {permit} from './permit.js'
import type {Policy} from './policy.js'
import type {VerifyToken} from './token-verifier.js'

/** What stands before an operation. Deny by default: only `public` lets a caller in without proof. */
export interface Protection {
  readonly public: boolean
  readonly requirements: readonly Requirement[]
  /** The caller must have one of them; left out or empty, none is needed. */
  readonly roles?: readonly string[]
  /** Asked last, about every request that has come so far. */
  readonly policy?: Policy | undefined
  /** Name of the class whose limits count, such as `api`. */
  readonly rateLimitClass: string
}

/** What is known of a caller before anything is proven: a request of Fastify, or the same of another protocol. */
export interface Arrival {
  readonly headers: IncomingHttpHeaders
  /** Address that the call came from; of a caller that has hung up the system knows none any more. */
  readonly ip: string | undefined
  /** What is asked for, in the words of the protocol; only policies look at it. */
  readonly method?: string
  readonly url?: string
  /** Where it is noted who calls, as soon as that is proven: what is refused after that should say whom it was refused. */
  readonly context?: Pick<RequestContext, 'subject'>
}

/**
 * Lets a request pass and tells who calls, as far as that was proven; or throws the ApiError that refuses it. It answers
 * at once where nothing has to be waited for, which is the rule: a known token, counts in memory.
 */
export type Guard = (
  request: Arrival,
  reply: AnswerHeaders,
  protection: Protection,
) => Identity | undefined | Promise<Identity | undefined>

export interface GuardOptions {
  /** Whom the credentials are for, told in `WWW-Authenticate`. */
  readonly realm: string
  readonly verifyToken: VerifyToken
  readonly verifyKey?: VerifyKey | undefined
  readonly limiter: RateLimiter
  /** Throws when an address calls so often that not even its proofs are looked at. */
  readonly admitAddress?: ((address: string | undefined) => void) | undefined
  /** Called for each request that carried a proof, for metrics: with the code of the error when it was refused. */
  readonly observe?: (scheme: Scheme, refusal: string | undefined) => void
}

/**
 * Who calls, then how often, then whether it may: by scope and role, and by the policy. The count lies in the middle because
 * proven callers are counted by their subject and everybody else, bad proofs included, by address: to change the proof
 * does not start a new count.
 */
export function createGuard(options: GuardOptions): Guard {
  return (request, reply, protection) => {
    options.admitAddress?.(request.ip)
    const pass = (outcome: Outcome) => admit(request, reply, protection, outcome, options)
    const outcome = identify(request.headers, options)
    return outcome instanceof Promise ? outcome.then(pass) : pass(outcome)
  }
}

function admit(
  request: Arrival,
  reply: AnswerHeaders,
  protection: Protection,
  {identity, refusal}: Outcome,
  {limiter, realm}: GuardOptions,
): Identity | undefined | Promise<Identity | undefined> {
  if (identity && request.context) request.context.subject = identity.subject
  const judge = () => permit(request, identity, protection, {realm, refusal})
  const counted = limiter.count(reply, protection.rateLimitClass, callerKey(identity, request))
  return counted instanceof Promise ? counted.then(judge) : judge()
}

interface Outcome {
  readonly identity?: Identity
  readonly refusal?: ApiError
}

const nobody: Outcome = {}

function identify(headers: IncomingHttpHeaders, options: GuardOptions): Outcome | Promise<Outcome> {
  const proof = proofOf(headers)
  if (!proof) return nobody
  const {scheme} = proof
  const proven = (identity: Identity): Outcome => {
    options.observe?.(scheme, undefined)
    return {identity}
  }
  const refused = (error: unknown): Outcome => {
    if (!(error instanceof ApiError)) throw error
    options.observe?.(scheme, error.code)
    return {refusal: error}
  }
  try {
    const verified = verify(proof, options)
    return verified instanceof Promise ? verified.then(proven, refused) : proven(verified)
  } catch (error) {
    return refused(error)
  }
}

interface Proof {
  readonly scheme: Scheme
  readonly text: string
}

/** A token goes before a key, and a key is not tried when the token fails. */
function proofOf(headers: IncomingHttpHeaders): Proof | undefined {
  const token = headers.authorization === undefined ? undefined : bearerOf(headers.authorization)
  if (token) return {scheme: 'bearer', text: token}
  const key = headers['x-api-key']
  return typeof key === 'string' && key !== '' ? {scheme: 'apiKey', text: key} : undefined
}

const usual = 'Bearer '

/** The token of the header as nearly everybody writes it, without a look at each of its characters; else by its grammar. */
function bearerOf(header: string): string | undefined {
  if (header.startsWith(usual) && !header.includes(' ', usual.length)) return header.slice(usual.length)
  return /^bearer +(\S+) *$/i.exec(header)?.[1]
}

function verify({scheme, text}: Proof, {verifyToken, verifyKey}: GuardOptions): Identity | Promise<Identity> {
  if (scheme === 'bearer') return verifyToken(text)
  if (!verifyKey) throw new ApiError('TOKEN_INVALID', 'API keys are not accepted here.')
  return verifyKey(text)
}
