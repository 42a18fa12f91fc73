import {rootNamespace, security} from '../istio.js'
import type {ManifestSet} from '../manifest-set.js'
import {lintRule, type Resource} from '../model.js'

export default lintRule({
  summary: 'Require tokens to be checked by RequestAuthentication and demanded by requestPrincipals',
  why: 'A header can hold anything: a policy that only looks for "Bearer" lets every text in. RequestAuthentication alone refuses bad tokens, and lets whoever has none pass.',
  fix: 'Check tokens with a RequestAuthentication, and allow only `requestPrincipals` of the issuer in an AuthorizationPolicy of the same namespace.',
  severity: 'error',
  security: 'critical',
  examples: {
    valid: [
      `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: {name: tokens, namespace: shop}
spec: {jwtRules: [{issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/keys'}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: orders, namespace: shop}
spec: {rules: [{from: [{source: {requestPrincipals: ['https://id.example.com/*']}}]}]}
`,
      // One for the whole mesh, demanded by refusing those who have none.
      `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: {name: tokens, namespace: istio-system}
spec: {jwtRules: [{issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/keys'}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: orders, namespace: shop}
spec:
  action: DENY
  rules: [{from: [{source: {notRequestPrincipals: ['*']}}]}]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: scopes, namespace: shop}
spec: {rules: [{from: [{source: {requestPrincipals: ['*']}}], when: [{key: 'request.auth.claims[scope]', values: [orders]}]}]}
`,
    ],
    invalid: [
      `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: orders}
spec:
  rules:
    - from: [{source: {namespaces: [edge]}}]
      when:
        - key: request.headers[Authorization] # want: AuthorizationPolicy "orders" takes a header for a proof; whoever calls may write "Bearer" into it.
          values: ['Bearer *']
`,
      // The policy of another namespace demands nothing here.
      `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: {name: tokens, namespace: shop} # want: RequestAuthentication "tokens" lets pass who has no token: no AuthorizationPolicy demands "requestPrincipals".
spec: {jwtRules: [{issuer: 'https://id.example.com'}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: other, namespace: other}
spec: {rules: [{from: [{source: {requestPrincipals: ['*']}}]}]}
`,
    ],
  },

  check({document: {resources, set}}, report) {
    for (const resource of resources) {
      const {kind, group, title, at, member} = resource
      if (group !== security) continue
      if (kind === 'AuthorizationPolicy')
        for (const condition of member('spec', 'rules')
          ?.children()
          .flatMap(rule => rule.get('when')?.children() ?? []) ?? []) {
          const key = condition.get('key')
          if (/^request\.headers\[authorization\]$/i.test(key?.text ?? ''))
            report(key ?? condition, `${title} takes a header for a proof; whoever calls may write "Bearer" into it.`)
        }
      if (kind === 'RequestAuthentication' && !isDemanded(resource, set))
        report(at, `${title} lets pass who has no token: no AuthorizationPolicy demands "requestPrincipals".`)
    }
  },
})

function isDemanded({namespace}: Resource, set: ManifestSet): boolean {
  return set
    .of('AuthorizationPolicy', security)
    .filter(policy => [namespace, rootNamespace].includes(policy.namespace) || namespace === rootNamespace)
    .flatMap(policy => policy.member('spec', 'rules')?.children() ?? [])
    .flatMap(rule => rule.get('from')?.children() ?? [])
    .some(each => ['requestPrincipals', 'notRequestPrincipals'].some(key => each.at('source', key)))
}
