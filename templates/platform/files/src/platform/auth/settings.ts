/** Where the keys come from that tokens are checked with. */
export type AuthSettings =
  | {readonly kind: 'jwks'; readonly jwksUrl: URL; readonly issuer: string; readonly audience: string}
  | {readonly kind: 'development'; readonly file: string}

type Environment = Readonly<Record<string, string | undefined>>

/** The key file of the development issuer; programs that name the same file accept each other's tokens. */
export function developmentIssuerFile(environment: Environment): string {
  return environment['DEV_ISSUER_FILE'] || '.mesh/dev-issuer.json'
}
