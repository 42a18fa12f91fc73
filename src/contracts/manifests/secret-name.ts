/** Words that name what nobody else may know. */
const secret = /^(?:SECRETS?|PASSWORDS?|PASSWD|TOKENS?|KEYS?|CREDENTIALS?|DSN)$/

/** Words behind them that make the name one of something that everybody may know. */
const about =
  /^(?:FILES?|PATH|DIR|FOLDER|NAMES?|HEADERS?|TTL|URL|HOST|ISSUER|AUDIENCE|ALGORITHM|ALG|TYPE|LENGTH|SIZE|COUNT|LIMIT|EXPIRY|EXPIRATION|EXPIRES|LIFETIME|AGE|MS|SECONDS|MINUTES|HOURS|DAYS|PREFIX|SUFFIX|ENABLED|REQUIRED|LOCATION|FORMAT|ROTATION|INTERVAL|POLICY|MODE|PARAM|COOKIE|CLAIM|FIELD|VERSION|REGION|PROVIDER|REF|ARN|STORE|SET|ALIAS|PUBLIC)$/

/** Whether a variable is named like a secret: `JWT_SECRET` and `apiKey` are, `SECRET_NAME` and `KEYCLOAK_URL` are not. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name)
  return words.some(word => secret.test(word)) && !about.test(words.at(-1) ?? '') && !words.includes('PUBLIC')
}

/** Whether it is named like an address, which may have a password in it. */
export function isAddressName(name: string): boolean {
  return /^(?:URI|URL|DSN)$/.test(wordsOf(name).at(-1) ?? '')
}

/** Whether a text is an address with a password in it. */
export function hasPassword(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]*:[^/?#@\s]+@/i.test(text)
}

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
}
