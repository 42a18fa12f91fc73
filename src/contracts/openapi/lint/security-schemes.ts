import {apiKeyHeader} from '../../../standard/security.js'
import {type JsonNode, lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow security schemes other than JWT, X-API-Key, OAuth 2, OpenID Connect and mutual TLS',
  why: 'Keys in a query end up in logs and browser histories, and HTTP basic sends the password with every request. Gateways know how to check the schemes of the standard, and no others.',
  fix: 'Use `{type: http, scheme: bearer, bearerFormat: JWT}`, `{type: apiKey, in: header, name: X-API-Key}`, `oauth2`, `openIdConnect` or `mutualTLS`.',
  severity: 'error',
  security: 'medium',
  examples: {
    valid: [
      `
openapi: 3.1.0
components:
  securitySchemes:
    bearerAuth: {type: http, scheme: bearer, bearerFormat: JWT}
    apiKey: {type: apiKey, in: header, name: X-API-Key}
    service: {type: mutualTLS}
`,
      `
openapi: 3.1.0
components:
  securitySchemes:
    bearerAuth: {type: http, scheme: Bearer, bearerFormat: JWT} # Names of schemes and headers have no case.
    apiKey: {type: apiKey, in: header, name: x-api-key}
    login: {type: openIdConnect, openIdConnectUrl: https://login.example.com}
    oauth: {type: oauth2, flows: {}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
components:
  securitySchemes:
    key: {type: apiKey, in: query, name: key} # want: Security scheme "key" is an API key in the query "key"; it has to be in the header "X-API-Key".
    basic: {type: http, scheme: basic} # want: Security scheme "basic" is HTTP "basic"; it has to be "bearer" with "bearerFormat: JWT".
`,
      `
openapi: 3.1.0
components:
  securitySchemes:
    session: {type: apiKey, in: cookie, name: X-API-Key} # want: Security scheme "session" is an API key in the cookie "X-API-Key"; it has to be in the header "X-API-Key".
    token: {type: http, scheme: bearer} # want: Security scheme "token" has to have "bearerFormat: JWT".
`,
    ],
  },

  check({document}, report) {
    for (const use of document.root.at('components', 'securitySchemes')?.children() ?? []) {
      const scheme = document.resolve(use)
      const problem = scheme?.isObject && !use.name.startsWith('x-') ? problemOf(scheme) : undefined
      if (scheme && problem !== undefined) report(scheme, `Security scheme "${use.name}" ${problem}.`)
    }
  },
})

/** What has no known type is told by the check of the structure. */
function problemOf(scheme: JsonNode): string | undefined {
  const text = (name: string) => scheme.get(name)?.text ?? ''
  if (text('type') === 'http') {
    if (text('scheme').toLowerCase() !== 'bearer')
      return `is HTTP "${text('scheme')}"; it has to be "bearer" with "bearerFormat: JWT"`
    return text('bearerFormat').toUpperCase() === 'JWT' ? undefined : 'has to have "bearerFormat: JWT"'
  }
  if (text('type') !== 'apiKey') return undefined
  const isRight = text('in') === 'header' && text('name').toLowerCase() === apiKeyHeader.toLowerCase()
  return isRight
    ? undefined
    : `is an API key in the ${text('in')} "${text('name')}"; it has to be in the header "${apiKeyHeader}"`
}
