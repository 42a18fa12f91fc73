import {security} from '../istio.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require policies that allow a path to name the path itself as well, and who may call it',
  why: '"/orders/*" does not take "/orders": the list is refused in production and worked in the test. A rule without a source lets everybody in who is in the mesh, or outside of it.',
  fix: 'List `/orders` beside `/orders/*`, and add `from` with `principals`, `namespaces` or `requestPrincipals` to each rule.',
  severity: 'error',
  security: 'high',
  examples: {
    valid: [
      `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: orders}
spec:
  action: ALLOW
  rules:
    - from: [{source: {principals: [cluster.local/ns/edge/sa/gateway]}}]
      to: [{operation: {paths: [/api/v1/orders, /api/v1/orders/*], methods: [GET, POST]}}]
    - from: [{source: {namespaces: [monitoring]}}]
      to: [{operation: {ports: ["9090"]}}]
`,
      // Nothing is allowed: no rule is needed. A policy that denies need not be complete.
      `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: nothing}
spec: {}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: no-admin}
spec:
  action: DENY
  rules: [{to: [{operation: {paths: [/admin/*]}}]}]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: all}
spec:
  rules:
    - from: [{source: {requestPrincipals: ['*']}}]
      to: [{operation: {paths: ['/*', '*/list']}}]
`,
    ],
    invalid: [
      `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: orders}
spec:
  rules:
    - from: [{source: {principals: ['*']}}]
      to:
        - operation:
            paths: [/api/v1/orders/*] # want: "/api/v1/orders/*" does not take "/api/v1/orders"; AuthorizationPolicy "orders" has to list both.
`,
      // Addresses are no identity, and one source without a name opens the whole rule.
      `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: orders}
spec:
  action: ALLOW
  rules:
    - to: [{operation: {paths: [/api/v1/orders]}}] # want: Rule 1 of AuthorizationPolicy "orders" does not say who may call.
    - from: # want: Rule 2 of AuthorizationPolicy "orders" does not say who may call.
        - {source: {namespaces: [edge]}}
        - {source: {ipBlocks: [10.0.0.0/8]}}
`,
    ],
  },

  check({document: {resources}}, report) {
    for (const {kind, group, title, member} of resources) {
      if (kind !== 'AuthorizationPolicy' || group !== security) continue
      if ((member('spec', 'action')?.text ?? 'ALLOW') !== 'ALLOW') continue
      for (const [index, rule] of (member('spec', 'rules')?.children() ?? []).entries()) {
        const from = rule.get('from')
        const sources = from?.children().map(each => each.get('source')) ?? []
        const named = sources.every(source => identities.some(key => source?.get(key)))
        if (sources.length === 0 || !named)
          report(from ?? rule, `Rule ${index + 1} of ${title} does not say who may call.`)
        for (const operation of rule.get('to')?.children() ?? []) {
          const paths = operation.at('operation', 'paths')?.children() ?? []
          const listed = new Set(paths.map(({shown}) => shown))
          for (const path of paths) {
            const bare = path.shown.slice(0, -2)
            if (path.shown.endsWith('/*') && bare !== '' && !listed.has(bare))
              report(path, `"${path.shown}" does not take "${bare}"; ${title} has to list both.`)
          }
        }
      }
    }
  },
})

const identities = ['principals', 'namespaces', 'requestPrincipals', 'serviceAccounts']
