import {didYouMean} from '../../../core/suggest.js'
import {type Fields, istioFields} from '../istio-fields.js'
import {type JsonNode, lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow members of Istio resources that Istio does not know, and values that it gave up',
  why: 'A member that is not known is dropped without a word where the webhook does not run, and with it the breaker or the limit that it was meant to be.',
  fix: 'Put the member where it belongs: `consecutive5xxErrors` into `outlierDetection`, `LEAST_REQUEST` for `LEAST_CONN`.',
  severity: 'error',
  examples: {
    valid: [
      `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: orders}
spec:
  host: orders
  trafficPolicy:
    connectionPool: {tcp: {maxConnections: 100}, http: {http1MaxPendingRequests: 50, http2MaxRequests: 100}}
    loadBalancer: {simple: LEAST_REQUEST}
    outlierDetection: {consecutive5xxErrors: 5}
  subsets: [{name: stable, labels: {any: thing}, trafficPolicy: {portLevelSettings: [{port: {number: 80}}]}}]
`,
      // Labels and headers are named by the user.
      `
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: {name: orders}
spec:
  hosts: [orders]
  http:
    - match: [{headers: {x-canary: {exact: "1"}}, uri: {prefix: /api}, sourceLabels: {app: gateway}}]
      headers: {request: {set: {x-any: thing}}}
      route: [{destination: {host: orders, port: {number: 80}, subset: stable}, weight: 100}]
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default}
spec: {mtls: {mode: STRICT}, portLevelMtls: {9090: {mode: PERMISSIVE}}}
`,
    ],
    invalid: [
      `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: orders}
spec:
  host: orders
  trafficPolicy:
    connectionPool:
      http:
        consecutiveGatewayErrors: 5 # want: "http" of DestinationRule "orders" has "consecutiveGatewayErrors", which Istio does not know there; it belongs into "outlierDetection".
    loadBalancer: {simple: LEAST_CONN} # want: "LEAST_CONN" of DestinationRule "orders" is given up; write "LEAST_REQUEST".
    outlierDetection:
      consecutiveErrors: 5 # want: "consecutiveErrors" of DestinationRule "orders" is given up; write "consecutive5xxErrors".
`,
      `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec:
  host: [orders] # want: "spec" of VirtualService "orders" has "host", which Istio does not know there. Did you mean "hosts"?
  http:
    - route: [{destination: {host: orders}}]
      retries: {attempts: 3, perTryTimout: 2s} # want: "retries" of VirtualService "orders" has "perTryTimout", which Istio does not know there. Did you mean "perTryTimeout"?
`,
    ],
  },

  check({document: {resources}}, report) {
    for (const {kind, group, title, member} of resources) {
      const fields = group.endsWith('.istio.io') ? istioFields(kind) : undefined
      const spec = member('spec')
      if (fields && spec) check(spec, fields, title, report)
    }
  },
})

/** Values and members that Istio had once, with what took their place. */
const givenUp: Readonly<Record<string, string>> = {
  LEAST_CONN: 'LEAST_REQUEST',
  consecutiveErrors: 'consecutive5xxErrors',
  warmupDurationSecs: 'warmup.duration',
  jwtHeaders: 'fromHeaders',
}

/** Members that are often put into the wrong place. */
const homes: Readonly<Record<string, string>> = {
  consecutive5xxErrors: 'outlierDetection',
  consecutiveGatewayErrors: 'outlierDetection',
  baseEjectionTime: 'outlierDetection',
  maxEjectionPercent: 'outlierDetection',
  perTryTimeout: 'retries',
  retryOn: 'retries',
  attempts: 'retries',
  maxConnections: 'connectionPool.tcp',
  connectTimeout: 'connectionPool.tcp',
  http1MaxPendingRequests: 'connectionPool.http',
  http2MaxRequests: 'connectionPool.http',
  minProtocolVersion: 'tls',
  credentialName: 'tls',
}

function check(
  node: JsonNode,
  fields: Fields,
  title: string,
  report: Parameters<ReturnType<typeof lintRule>['check']>[1],
): void {
  if (node.isArray) {
    for (const item of node.children()) check(item, fields, title, report)
    return
  }
  for (const child of node.isObject ? node.children() : []) {
    const any = fields.get('*')
    const below = any === undefined ? fields.get(child.name) : any
    const instead = Object.hasOwn(givenUp, child.name) ? givenUp[child.name] : undefined
    if (instead !== undefined && any === undefined)
      report({node: child, on: 'key'}, `"${child.name}" of ${title} is given up; write "${instead}".`)
    else if (below === undefined) {
      const home = Object.hasOwn(homes, child.name) ? homes[child.name] : undefined
      const holder = node.parent?.isArray ? node.parent.name : node.name
      const hint =
        home === undefined ? `.${didYouMean(child.name, [...fields.keys()])}` : `; it belongs into "${home}".`
      report(
        {node: child, on: 'key'},
        `"${holder}" of ${title} has "${child.name}", which Istio does not know there${hint}`,
      )
    } else if (below !== null) check(child, below, title, report)
    else if (child.text === 'LEAST_CONN')
      report(child, `"${child.text}" of ${title} is given up; write "${givenUp[child.text]}".`)
  }
}
