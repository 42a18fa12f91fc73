/** How bad it is for the one who called: `critical` is kept for corrupted data and breached security. */
export type Severity = 'low' | 'medium' | 'high' | 'critical'

/** What a code always means, whoever raises it. */
export interface CodeMeaning {
  readonly status: number
  readonly severity: Severity
  /** The same request may succeed later; a POST only when it carries an Idempotency-Key. */
  readonly retryable: boolean
}

const fault = (status: number): CodeMeaning => ({status, severity: 'low', retryable: false})
const refusal = (status: number): CodeMeaning => ({status, severity: 'medium', retryable: false})
const outage = (status: number): CodeMeaning => ({status, severity: 'high', retryable: true})

/** The one list of codes. A domain adds its own with `defineCodes`. */
export const standardCodes = {
  MALFORMED_REQUEST: fault(400),
  INVALID_PARAMETER: fault(400),
  AUTHENTICATION_REQUIRED: refusal(401),
  TOKEN_INVALID: refusal(401),
  TOKEN_EXPIRED: refusal(401),
  TOKEN_REVOKED: refusal(401),
  SIGNATURE_INVALID: refusal(401),
  PERMISSION_DENIED: refusal(403),
  HIGH_RISK_BLOCKED: refusal(403),
  ROUTE_NOT_FOUND: fault(404),
  JOB_NOT_FOUND: fault(404),
  METHOD_NOT_ALLOWED: fault(405),
  NOT_ACCEPTABLE: fault(406),
  REQUEST_TIMEOUT: {status: 408, severity: 'low', retryable: true},
  VERSION_CONFLICT: fault(409),
  STATE_CONFLICT: fault(409),
  VERSION_SUNSET: fault(410),
  PRECONDITION_FAILED: fault(412),
  PAYLOAD_TOO_LARGE: fault(413),
  UNSUPPORTED_MEDIA_TYPE: fault(415),
  VALIDATION_FAILED: fault(422),
  IDEMPOTENCY_KEY_REUSED: fault(422),
  PRECONDITION_REQUIRED: fault(428),
  RATE_LIMIT_EXCEEDED: {status: 429, severity: 'medium', retryable: true},
  HEADERS_TOO_LARGE: fault(431),
  INTERNAL_ERROR: {status: 500, severity: 'high', retryable: false},
  UPSTREAM_BAD_RESPONSE: outage(502),
  SERVICE_UNAVAILABLE: outage(503),
  CIRCUIT_OPEN: outage(503),
  NO_HEALTHY_INSTANCE: outage(503),
  AUTHZ_UNAVAILABLE: outage(503),
  UPSTREAM_TIMEOUT: outage(504),
} as const satisfies Readonly<Record<string, CodeMeaning>>

export type StandardCode = keyof typeof standardCodes

const registry = new Map<string, CodeMeaning>(Object.entries(standardCodes))

/** Adds a domain's codes, `{ENTITY}_{REASON}`; a code has one meaning, so a second definition must agree. */
export function defineCodes<const C extends Readonly<Record<string, CodeMeaning>>>(codes: C): readonly (keyof C)[] {
  for (const [code, meaning] of Object.entries(codes)) {
    const known = registry.get(code)
    if (known && known.status !== meaning.status) {
      throw new Error(`The error code "${code}" already means status ${known.status}.`)
    }
    if (!/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(code)) throw new Error(`"${code}" is not written LIKE_THIS.`)
    registry.set(code, meaning)
  }
  return Object.keys(codes)
}

/** What a code means; a code that nobody defined is a bug of ours, so it counts as one. */
export function meaningOf(code: string): CodeMeaning {
  return registry.get(code) ?? standardCodes.INTERNAL_ERROR
}
