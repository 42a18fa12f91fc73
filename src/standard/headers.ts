import type {Pattern} from './member.js'

/** Seconds until a caller may try again; sent with 429. */
export const retryAfter = 'Retry-After'

/** The id of one exchange: taken from the caller or made by the gateway, and sent back. */
export const requestId = 'X-Request-ID'

/** The id of the flow that an exchange belongs to: handed on with every call and event, and sent back. */
export const correlationId = 'X-Correlation-ID'

/** What a correlation id looks like. */
export const correlationPattern: Pattern = {
  source: '^[A-Za-z0-9._-]{1,128}$',
  accepts: ['checkout-4711', '6f1c2a3e-8a52-4b5e-9d4e-0b4a4c1f7a10', '6F1C2A3E8A524B5E', '4711', 'a', 'A.b_c-1'],
  rejects: ['', ' ', 'a b', 'a\r\nb', '<a>', 'a;b', '"a"'],
}

/** Tells servers what kind of program calls; see `platforms`. */
export const platformHeader = 'X-Platform'

/** Headers by which a calling program describes itself; all of them are optional. */
export const clientHeaders = [correlationId, platformHeader, 'X-App-Version', 'X-Client-ID'] as const

/** Calls that a window allows, those that are left, and seconds until it begins anew; integers, on every answer. */
export const rateLimitHeaders = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'] as const

/** RFC 9745 and RFC 8594: since when an operation is deprecated and when it ends. */
export const deprecationHeaders = ['Deprecation', 'Sunset'] as const

/** Makes a POST repeatable. */
export const idempotencyKey = {name: 'Idempotency-Key', maxLength: 255} as const

/** Header parameters that OpenAPI says are ignored, each with what describes the same thing. */
export const reservedHeaders: Readonly<Record<string, string>> = {
  accept: 'the media types of the responses',
  'content-type': 'the media types of the request body',
  authorization: '"security"',
}

/** The gateway takes these away when a caller sends them: who calls is known from the verified token only. */
export const internalHeaders = [
  'X-User-ID',
  'X-User-Roles',
  'X-Client-Cert',
  'X-Device-Cert',
  'X-Device-Attestation',
  'X-Gateway-Service',
  'X-Forwarded-For',
] as const

/** Parameters that choose a version, by where they are; the version is in the path only. */
export const versionParameters: Readonly<Record<string, readonly string[]>> = {
  header: ['api-version', 'x-api-version', 'accept-version'],
  query: ['version', 'v', 'api-version'],
}
