import {fullHost, hostMatches, httpRoutesOf, milliseconds, networking, ruleHost} from '../istio.js'
import type {ManifestSet} from '../manifest-set.js'
import {type JsonNode, lintRule, type Resource} from '../model.js'

export default lintRule({
  summary: 'Require limits and a circuit breaker of every DestinationRule, with values that can take effect',
  why: 'Without limits one slow service makes all that call it wait, until the whole chain stands. A breaker whose numbers exclude each other never opens, and nobody notices before it is needed.',
  fix: 'Set `connectionPool.tcp.maxConnections`, `http.http1MaxPendingRequests`, `http.http2MaxRequests`, a `tcp.connectTimeout` below the timeout of the route, and `outlierDetection` with `consecutive5xxErrors: 5`.',
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
    connectionPool:
      tcp: {maxConnections: 100, connectTimeout: 2s}
      http: {http1MaxPendingRequests: 50, http2MaxRequests: 100}
    outlierDetection: {consecutive5xxErrors: 5, interval: 30s, baseEjectionTime: 30s, maxEjectionPercent: 50, minHealthPercent: 50}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec: {hosts: [orders], http: [{timeout: 10s, route: [{destination: {host: orders}}]}]}
`,
      // Each subset may have a policy of its own; a rule that only turns TLS on is about a host outside of the mesh.
      `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: orders}
spec:
  host: orders
  subsets:
    - name: stable
      trafficPolicy:
        connectionPool: {tcp: {maxConnections: 100}, http: {http1MaxPendingRequests: 50, http2MaxRequests: 100}}
        outlierDetection: {consecutiveGatewayErrors: 3}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: payments}
spec: {host: payments.example.com, trafficPolicy: {tls: {mode: SIMPLE}}}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: code}
spec: {host: example.com, trafficPolicy: {tls: {mode: SIMPLE}}}
`,
    ],
    invalid: [
      `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: orders} # want: DestinationRule "orders" does not set "connectionPool.http.http2MaxRequests", "outlierDetection.consecutive5xxErrors".
spec:
  host: orders
  trafficPolicy:
    connectionPool:
      tcp:
        maxConnections: 100
        connectTimeout: 30s # want: DestinationRule "orders" waits 30s for a connection, longer than the 10s of a route to it.
      http: {http1MaxPendingRequests: 50}
    outlierDetection:
      consecutive5xxErrors: 0
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec: {hosts: [orders], http: [{timeout: 10s, route: [{destination: {host: orders.default.svc.cluster.local}}]}]}
`,
      // An error of the gateway is one of 5xx: as many of them are never reached.
      `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: orders}
spec:
  host: orders
  trafficPolicy:
    connectionPool: {tcp: {maxConnections: 100}, http: {http1MaxPendingRequests: 50, http2MaxRequests: 100}}
    outlierDetection:
      consecutive5xxErrors: 5
      consecutiveGatewayErrors: 5 # want: "consecutiveGatewayErrors" of DestinationRule "orders" takes no effect: it is not below "consecutive5xxErrors".
      maxEjectionPercent: 50 # want: "maxEjectionPercent" of DestinationRule "orders" is 50, but "minHealthPercent" turns the breaker off when more than 30 % are ejected.
      minHealthPercent: 70
`,
    ],
  },

  check({document: {resources, set}}, report) {
    for (const resource of resources) {
      const {kind, group, title, at, member} = resource
      const host = member('spec', 'host')?.text ?? ''
      if (kind !== 'DestinationRule' || group !== networking || isOutside(host, set)) continue
      const policies = policiesOf(resource)
      const lacking = wanted.filter(way => policies.every(policy => !isSet(policy, way)))
      if (lacking.length > 0)
        report(at, `${title} does not set ${lacking.map(way => `"${way.join('.')}"`).join(', ')}.`)
      for (const policy of policies) {
        checkEjection(policy, title, report)
        const connect = policy.at('connectionPool', 'tcp', 'connectTimeout')
        const timeout = shortestTimeout(set, resource)
        const waits = milliseconds(connect)
        if (connect && timeout && waits !== undefined && waits >= timeout.ms)
          report(
            connect,
            `${title} waits ${connect.shown} for a connection, longer than the ${timeout.shown} of a route to it.`,
          )
      }
    }
  },
})

type Report = Parameters<ReturnType<typeof lintRule>['check']>[1]

const wanted = [
  ['connectionPool', 'tcp', 'maxConnections'],
  ['connectionPool', 'http', 'http1MaxPendingRequests'],
  ['connectionPool', 'http', 'http2MaxRequests'],
  ['outlierDetection', 'consecutive5xxErrors'],
] as const

/** What is not in the mesh has limits of its own; of two words, the second is a namespace or the end of a domain. */
function isOutside(host: string, set: ManifestSet): boolean {
  if (!host.includes('.') || /\.(?:local|svc)$/.test(host)) return false
  const [, namespace = '', ...more] = host.split('.')
  return more.length > 0 || !set.namespaces.has(namespace)
}

/** The policy of the host, and those that its subsets have instead. */
function policiesOf({member}: Resource): readonly JsonNode[] {
  const subsets = member('spec', 'subsets')?.children() ?? []
  return [member('spec', 'trafficPolicy'), ...subsets.map(subset => subset.get('trafficPolicy'))].flatMap(
    policy => policy ?? [],
  )
}

function isSet(policy: JsonNode, way: readonly string[]): boolean {
  if (way[0] !== 'outlierDetection') return policy.at(...way) !== undefined
  // 0 turns it off. Left out, it is 5 as soon as anything else is written about ejection.
  const detection = policy.get('outlierDetection')
  const numbers = ['consecutive5xxErrors', 'consecutiveGatewayErrors'].map(key => detection?.get(key)?.number ?? 0)
  return numbers.some(number => number > 0)
}

function checkEjection(policy: JsonNode, title: string, report: Report): void {
  const detection = policy.get('outlierDetection')
  const [all, gateway, most, least] = [
    'consecutive5xxErrors',
    'consecutiveGatewayErrors',
    'maxEjectionPercent',
    'minHealthPercent',
  ].map(key => detection?.get(key))
  if (gateway?.number && all?.number && gateway.number >= all.number)
    report(gateway, `"consecutiveGatewayErrors" of ${title} takes no effect: it is not below "consecutive5xxErrors".`)
  const room = 100 - (least?.number ?? 0)
  if (most?.number !== undefined && most.number > room)
    report(
      most,
      `"maxEjectionPercent" of ${title} is ${most.shown}, but "minHealthPercent" turns the breaker off when more than ${room} % are ejected.`,
    )
}

/** The shortest timeout of the routes that lead to a host. */
interface Timeout {
  readonly ms: number
  readonly shown: string
}

/** Of the routes that lead to the host of a rule. */
function shortestTimeout(set: ManifestSet, rule: Resource): Timeout | undefined {
  const timeouts = set.derived(timeoutsByHost)
  const host = ruleHost(rule)
  if (!host.startsWith('*')) return timeouts.get(host)
  return [...timeouts].filter(([name]) => hostMatches(host, name)).sort(([, a], [, b]) => a.ms - b.ms)[0]?.[1]
}

function timeoutsByHost(set: ManifestSet): ReadonlyMap<string, Timeout> {
  const found = new Map<string, Timeout>()
  for (const service of set.of('VirtualService', networking))
    for (const {node} of httpRoutesOf(service)) {
      const ms = milliseconds(node.get('timeout'))
      for (const each of ms ? (node.get('route')?.children() ?? []) : []) {
        const host = fullHost(each.at('destination', 'host')?.text ?? '', service.namespace)
        if (ms && ms < (found.get(host)?.ms ?? Number.POSITIVE_INFINITY))
          found.set(host, {ms, shown: node.get('timeout')?.shown ?? ''})
      }
    }
  return found
}
