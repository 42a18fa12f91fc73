import {request} from 'undici'
import type {AuthSettings} from '../../config/auth-schema.js'
import {MeshError, RemoteError} from '../../core/errors.js'
import {errorCode} from '../engine/connection.js'
import {filledFromEnvironment} from '../source/environment.js'
import {isLoopback} from '../target/target.js'
import type {IssuedToken, TokenSource} from './credentials.js'

type Settings = NonNullable<AuthSettings['clientCredentials']>

/** How long a token endpoint may take, in milliseconds. */
const patience = 10_000

/** Tokens of an OAuth 2.0 token endpoint for client credentials (RFC 6749, section 4.4). */
export function clientCredentialsTokens(settings: Settings): TokenSource {
  const url = new URL(settings.tokenUrl)
  const shown = url.origin + url.pathname
  if (url.protocol !== 'https:' && !isThisMachine(url))
    throw new MeshError(
      `The token endpoint "${shown}" is not https: a secret would be readable on its way.`,
      'Give its https address.',
    )
  const id = filledFromEnvironment(settings.clientId, 'The client id of "auth"')
  const secret = filledFromEnvironment(settings.clientSecret, 'The client secret of "auth"')
  const {scope, audience, sendIn} = settings
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    ...(scope !== undefined && {scope}),
    ...(audience !== undefined && {audience}),
    ...(sendIn === 'body' && {client_id: id, client_secret: secret}),
  })
  const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')
  const headers = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    ...(sendIn === 'header' && {authorization: `Basic ${basic}`}),
  }
  return async () => {
    const signal = AbortSignal.timeout(patience)
    // Redirects are not followed: a secret goes to the address that was given.
    const {statusCode, body} = await request(url, {method: 'POST', headers, body: form.toString(), signal}).catch(
      unreachable,
    )
    return tokenIn(statusCode, await body.text().catch(unreachable))
  }

  function unreachable(error: Error): never {
    const cause = error.cause instanceof Error ? error.cause : error
    const code = errorCode(cause)
    const said = cause.message.includes(code) ? cause.message : `${cause.message || 'no connection'} (${code})`
    const why = error.name === 'TimeoutError' ? `no answer within ${patience / 1000} s` : said
    throw new RemoteError(
      `The token endpoint "${shown}" cannot be reached: ${why}.`,
      'Check its address, and that it runs. Nothing is sent without a token.',
    )
  }

  function tokenIn(status: number, text: string): IssuedToken {
    const body = recordIn(text)
    const code =
      typeof body['error'] === 'string' && /^[\w.-]{1,60}$/.test(body['error']) ? ` ("${body['error']}")` : ''
    if (status !== 200)
      throw new RemoteError(
        `The token endpoint "${shown}" answers ${status}${code}.`,
        'Check the client id, its secret and the scope.',
      )
    const {access_token: token, expires_in: lifetime, token_type: type} = body
    if (typeof token !== 'string' || token === '')
      throw new RemoteError(
        `The token endpoint "${shown}" answers 200, but without an "access_token".`,
        'Check that the address is that of its tokens.',
      )
    if (typeof type === 'string' && type.toLowerCase() !== 'bearer')
      throw new RemoteError(
        `The token endpoint "${shown}" gives tokens of the type "${type}".`,
        'Only bearer tokens are sent; ask for those.',
      )
    const seconds = Number(lifetime)
    return {token, lifetime: seconds > 0 ? seconds : undefined}
  }
}

function recordIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? {...value} : {}
  } catch {
    return {}
  }
}

/** What stands in the address counts: nothing is resolved for it. */
function isThisMachine({hostname}: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || (/^[\d.]+$/.test(hostname) && isLoopback(hostname))
}
