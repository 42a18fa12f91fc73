/** The header of an API key. */
export const apiKeyHeader = 'X-API-Key'

/** Flows of OAuth 2 that are in use. */
export const oauthFlows = ['authorizationCode', 'clientCredentials'] as const

/** `orders:read`. */
export const scopePattern = /^[a-z][a-z-]*:(read|write|delete|admin)$/
