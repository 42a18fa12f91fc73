import {resolve} from 'node:path'
import type {AuthSettings} from '../../config/auth-schema.js'
import {MeshError} from '../../core/errors.js'
import {readTextFile} from '../../io/files.js'
import {filledFromEnvironment} from '../source/environment.js'
import {checkHeader} from '../source/headers.js'
import {isLoopback, type Target} from '../target/target.js'
import {developmentTokens} from './development-issuer.js'
import {clientCredentialsTokens} from './token-endpoint.js'

/** A token, and how many seconds it is good for where that is known. */
export interface IssuedToken {
  readonly token: string
  readonly lifetime: number | undefined
}

/** Asks for a new token. */
export type TokenSource = () => Promise<IssuedToken>

/** What proves who sends the requests of a run. */
export interface Credentials {
  /** Headers of every request, as they are now. */
  headers(): Readonly<Record<string, string>>
  /** When they are no longer good, in milliseconds of `Date.now()`; undefined when nobody knows. */
  readonly expiresAt: number | undefined
  /** Calls `onRenewed` whenever the headers are others. */
  watch(onRenewed: () => void): void
  /** Why they were no longer good before the run was over, as a sentence. */
  readonly lapse: string | undefined
  /** Renews them no more. */
  close(): void
}

/** Makes the credentials of a run; a token endpoint is asked at once, so that nothing is sent if it fails. */
export async function openCredentials(
  settings: AuthSettings | undefined,
  target: Target,
  root: string,
): Promise<Credentials> {
  if (settings === undefined) return fixed({})
  const {token, tokenFile, apiKey, clientCredentials, developmentIssuer} = settings
  if (token !== undefined) return fixed(bearer(filledFromEnvironment(token, 'The token of "auth"')))
  if (tokenFile !== undefined) return fixed(bearer((await readTextFile(resolve(root, tokenFile), tokenFile)).trim()))
  if (apiKey) return fixed(checked({[apiKey.header]: filledFromEnvironment(apiKey.value, 'The API key of "auth"')}))
  if (clientCredentials) return renewed(clientCredentialsTokens(clientCredentials))
  if (developmentIssuer === undefined) throw new Error('"auth" has one of its ways.')
  if (!target.addresses.every(isLoopback))
    throw new MeshError(
      `The development issuer is for services on this machine, and "${target.origin}" is elsewhere.`,
      'Ask its identity provider: "clientCredentials" or "token".',
    )
  return renewed(developmentTokens(developmentIssuer, root))
}

function fixed(headers: Readonly<Record<string, string>>): Credentials {
  return {headers: () => headers, expiresAt: undefined, watch: () => {}, lapse: undefined, close: () => {}}
}

function bearer(token: string): Record<string, string> {
  if (token === '') throw new MeshError('The token of "auth" is empty.', 'Ask for a new one.')
  return checked({Authorization: `Bearer ${token}`})
}

function checked(headers: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value)
  return headers
}

/** A token is asked for anew when so much of its life is over, or so many seconds before its end. */
const renewAt = {share: 0.8, secondsLeft: 30}

/** How long it waits after a renewal that failed, in milliseconds. */
const retryEvery = 1000

async function renewed(source: TokenSource): Promise<Credentials> {
  let issued = await source()
  let headers = bearer(issued.token)
  let expiresAt = expiryOf(issued)
  let lapse: string | undefined
  let onRenewed = () => {}
  let isClosed = false
  let timer = renewLater()

  function renewLater(): NodeJS.Timeout | undefined {
    const {lifetime} = issued
    if (lifetime === undefined) return undefined
    return later(Math.max(lifetime * renewAt.share, lifetime - renewAt.secondsLeft) * 1000)
  }

  function later(milliseconds: number): NodeJS.Timeout {
    // A longer timer than this fires at once; no run is that long.
    return setTimeout(renew, Math.min(milliseconds, 2 ** 31 - 1)).unref()
  }

  async function renew() {
    try {
      issued = await source()
    } catch (error) {
      if (isClosed) return
      // As long as the old one is good there is no harm.
      if (Date.now() > (expiresAt ?? 0))
        lapse ??= `The token expired in the middle of the run and could not be renewed. ${error instanceof Error ? error.message : String(error)}`
      timer = later(retryEvery)
      return
    }
    if (isClosed) return
    headers = bearer(issued.token)
    expiresAt = expiryOf(issued)
    timer = renewLater()
    onRenewed()
  }

  return {
    headers: () => headers,
    get expiresAt() {
      return expiresAt
    },
    get lapse() {
      return lapse
    },
    watch(listener) {
      onRenewed = listener
    },
    close() {
      isClosed = true
      clearTimeout(timer)
    },
  }
}

function expiryOf({lifetime}: IssuedToken): number | undefined {
  return lifetime === undefined ? undefined : Date.now() + lifetime * 1000
}
