import {didYouMean} from '../../../core/suggest.js'
import {type JsonNode, lintRule, type OpenApi} from '../model.js'

export default lintRule({
  summary: 'Require every scope that an operation asks for to be listed by its OAuth2 flows',
  why: 'Nobody can be granted a scope that no flow offers: the operation refuses every caller, or the scope is misspelt and never checked.',
  fix: 'List the scope in the `scopes` of the flows of the scheme, or correct its name.',
  severity: 'error',
  security: 'medium',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get:
      security:
        - oauth: [orders:read]
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: {tokenUrl: https://id.example.com/token, scopes: {orders:read: Read orders}}
`,
      // The scopes of OpenID Connect are listed by its server; what other schemes name in 3.1 are roles.
      `
openapi: 3.1.0
security:
  - openId: [orders:read]
  - bearer: [admin]
components:
  securitySchemes:
    openId: {type: openIdConnect, openIdConnectUrl: https://id.example.com/.well-known/openid-configuration}
    bearer: {type: http, scheme: bearer}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get:
      security:
        - oauth:
            - orders:raed # want: No flow of "oauth" offers the scope "orders:raed". Did you mean "orders:read"?
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: {tokenUrl: https://id.example.com/token, scopes: {orders:read: Read orders}}
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: {orders:write: Change orders}
`,
      `
openapi: 3.0.3
security:
  - key: [admin] # want: The scheme "key" is no OAuth2 and no OpenID Connect; OpenAPI 3.0 wants an empty list of scopes.
paths: {}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-API-Key}
`,
    ],
  },

  check({document}, report) {
    for (const use of uses(document)) {
      const at = document.root.at('components', 'securitySchemes', use.name)
      const scheme = at && document.resolve(at)
      const type = scheme?.get('type')?.text
      const scopes = use.children()
      if (!scheme || type === undefined || type === 'openIdConnect' || scopes.length === 0) continue
      if (type === 'oauth2') {
        const offered = (scheme.get('flows')?.children() ?? []).flatMap(
          flow =>
            flow
              .get('scopes')
              ?.children()
              .map(({name}) => name) ?? [],
        )
        for (const scope of scopes)
          if (scope.text !== undefined && !offered.includes(scope.text))
            report(
              scope,
              `No flow of "${use.name}" offers the scope "${scope.text}".${didYouMean(scope.text, offered)}`,
            )
      } else if (document.version === '3.0')
        report(
          use,
          `The scheme "${use.name}" is no OAuth2 and no OpenID Connect; OpenAPI 3.0 wants an empty list of scopes.`,
        )
    }
  },
})

/** Each list of scopes that is written in the document, once; its key is the scheme. */
function uses({root, operations, outgoing}: OpenApi): JsonNode[] {
  const lists = [root.get('security'), ...[...operations, ...outgoing].map(each => each.node.get('security'))]
  return [...new Map(lists.map(list => [list?.value, list])).values()]
    .flatMap(list => list?.children() ?? [])
    .flatMap(requirement => requirement.children())
}
