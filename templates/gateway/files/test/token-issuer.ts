import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT} from 'jose'

/** A real issuer of tokens with its keys at an address, as an identity provider has them. */
export interface TokenIssuer {
  /** Settings of a gateway that believes it. */
  readonly environment: Readonly<Record<string, string>>
  readonly claims: JWTPayload
  /** Puts a new key in the place of the one that tokens are signed with. */
  rotate(): Promise<void>
  sign(claims?: JWTPayload, header?: {readonly kid?: string}): Promise<string>
  /** The public key as PEM would be a secret for HS256: what an attacker tries. */
  publicKey(): CryptoKey
  close(): Promise<void>
}

export async function startIssuer(): Promise<TokenIssuer> {
  let pair = await generateKeyPair('RS256', {extractable: true})
  let generation = 0
  const kid = () => `key-${generation}`
  const server = createServer(async (_request, response) => {
    const key = {...(await exportJWK(pair.publicKey)), kid: kid(), alg: 'RS256', use: 'sig'}
    response.setHeader('content-type', 'application/json').end(JSON.stringify({keys: [key]}))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on a TCP port has an address object.
  const {port} = server.address() as AddressInfo
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: 'https://issuer.example.com',
    aud: 'gateway',
    sub: 'ann',
    jti: 'token-1',
    iat: now,
    exp: now + 3600,
  }
  return {
    environment: {JWKS_URL: `http://127.0.0.1:${port}/jwks.json`, JWT_ISSUER: claims.iss, JWT_AUDIENCE: claims.aud},
    claims,
    async rotate() {
      pair = await generateKeyPair('RS256', {extractable: true})
      generation += 1
    },
    sign: (said = claims, header = {}) =>
      new SignJWT(said).setProtectedHeader({alg: 'RS256', kid: kid(), ...header}).sign(pair.privateKey),
    publicKey: () => pair.publicKey,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
