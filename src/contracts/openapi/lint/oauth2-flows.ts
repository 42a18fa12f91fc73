import {oauthFlows, scopePattern} from '../../../standard/security.js'
import {type JsonNode, lintRule} from '../model.js'
import {quoted} from '../named.js'

const allowed: readonly string[] = oauthFlows

export default lintRule({
  summary: 'Enforce flows, addresses and scopes of OAuth 2',
  why: 'The implicit and the password flow hand tokens and passwords to programs that must not have them. Scopes of one form can be checked by every gateway and read by everybody who grants them.',
  fix: 'Use `authorizationCode` or `clientCredentials` with https addresses, and scopes of a resource and one of read, write, delete and admin, such as `orders:read`.',
  severity: 'error',
  security: 'medium',
  examples: {
    valid: [
      `
openapi: 3.1.0
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://login.example.com/token
          scopes: {'orders:read': Read orders, 'work-items:admin': Everything}
`,
      `
openapi: 3.1.0
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        x-note: {scopes: {anything: No flow.}}
        authorizationCode:
          authorizationUrl: /oauth/authorize # Below the server, which has to be https itself.
          tokenUrl: HTTPS://login.example.com/token
          scopes: {}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        implicit: # want: Security scheme "oauth" has the flow "implicit"; only "authorizationCode" and "clientCredentials" are in use.
          authorizationUrl: http://login.example.com
          scopes: {all: Everything}
`,
      `
openapi: 3.1.0
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://login.example.com/authorize
          tokenUrl: http://login.example.com/token # want: Security scheme "oauth" has the "tokenUrl" "http://login.example.com/token"; it has to be https.
          scopes:
            'orders:read': Read orders
            'read:orders': Read orders # want: Scope "read:orders" is not a resource and one of read, write, delete and admin, such as "orders:read".
            'Orders:write': Write orders # want: Scope "Orders:write" is not a resource and one of read, write, delete and admin, such as "orders:read".
`,
    ],
  },

  check({document}, report) {
    for (const use of document.root.at('components', 'securitySchemes')?.children() ?? []) {
      const scheme = document.resolve(use)
      if (scheme?.get('type')?.text !== 'oauth2') continue
      const title = `Security scheme "${use.name}"`
      for (const flow of scheme.get('flows')?.children() ?? []) {
        if (flow.name.startsWith('x-')) continue
        if (!allowed.includes(flow.name)) {
          report(flow, `${title} has the flow "${flow.name}"; only ${quoted(allowed)} are in use.`)
          continue
        }
        for (const url of openUrls(flow))
          report(url, `${title} has the "${url.name}" "${url.text}"; it has to be https.`)
        for (const scope of flow.get('scopes')?.children() ?? [])
          if (!scopePattern.test(scope.name))
            report(
              {node: scope, on: 'key'},
              `Scope "${scope.name}" is not a resource and one of read, write, delete and admin, such as "orders:read".`,
            )
      }
    }
  },
})

/** Addresses with another scheme than https; without a scheme they are below the server. */
function openUrls(flow: JsonNode): JsonNode[] {
  return ['authorizationUrl', 'tokenUrl', 'refreshUrl']
    .flatMap(name => flow.get(name) ?? [])
    .filter(({text}) => /^(?!https:)[a-z][a-z0-9+.-]*:/i.test(text ?? ''))
}
