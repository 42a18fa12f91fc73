import {destinationRules, fullHost, type HttpRoute, hostMatches, httpRoutesOf, networking} from '../istio.js'
import type {ManifestSet} from '../manifest-set.js'
import {lintRule, type Resource} from '../model.js'

export default lintRule({
  summary: 'Require routes that take every request to something that is there, in shares that sum to 100',
  why: 'A subset that no DestinationRule describes answers 503 to its share of the callers. What no route matches gets a 404 from the proxy that no service ever logs.',
  fix: 'Let weights sum to 100, describe each subset in the DestinationRule of the host, bind the hosts of a Gateway by `gateways`, and end with a route without `match`.',
  severity: 'error',
  examples: {
    valid: [
      `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec:
  hosts: [orders, api.example.com]
  gateways: [mesh, edge]
  http:
    - match: [{headers: {x-canary: {exact: "1"}}}]
      route: [{destination: {host: orders, subset: canary}}]
    - route:
        - {destination: {host: orders, subset: stable}, weight: 95}
        - {destination: {host: orders.default.svc.cluster.local, subset: canary}, weight: 5}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: orders}
spec: {host: orders, subsets: [{name: stable}, {name: canary}]}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge}
spec: {servers: [{port: {number: 443}, hosts: ['*.example.com']}]}
`,
      // The last match takes every path. A part of another VirtualService has no hosts and no last word.
      `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec:
  hosts: [orders]
  http: [{match: [{uri: {prefix: /}}], route: [{destination: {host: orders}}]}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: part}
spec: {http: [{match: [{uri: {prefix: /part}}], route: [{destination: {host: orders}}]}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: api}
spec: {hosts: [api.example.com], gateways: [edge/public], http: [{delegate: {name: part}}]}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: edge}
spec: {servers: [{port: {number: 443}, hosts: ['*/api.example.com']}]}
`,
    ],
    invalid: [
      `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec:
  hosts: [orders]
  http:
    - name: shares
      match: [{uri: {prefix: /orders}}] # want: The last route of VirtualService "orders" has a match: other requests get a 404.
      route: # want: The weights of Route "shares" of VirtualService "orders" sum to 90.
        - {destination: {host: orders, subset: stable}, weight: 85}
        - {destination: {host: orders, subset: v1}, weight: 5} # want: No DestinationRule of "orders" has the subset "v1".
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: orders}
spec: {host: orders, subsets: [{name: stable}, {name: canary}]}
`,
      // Without "gateways" a VirtualService is for the inside only, whatever its hosts are.
      `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge}
spec:
  servers:
    - port: {number: 443}
      hosts: [api.example.com] # want: No VirtualService binds "api.example.com" to Gateway "edge": whoever calls it gets a 404.
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec:
  hosts: [api.example.com]
  http: [{route: [{destination: {host: orders, subset: stable}}]}] # want: No DestinationRule of "orders" has the subset "stable".
`,
    ],
  },

  check({document: {resources, set}}, report) {
    for (const resource of resources) {
      const routes = httpRoutesOf(resource)
      for (const route of routes) checkRoute(route, set, report)
      const match = routes.at(-1)?.node.get('match')
      const hasHosts = (resource.member('spec', 'hosts')?.children().length ?? 0) > 0
      if (match && hasHosts && !match.children().some(takesAll))
        report(match, `The last route of ${resource.title} has a match: other requests get a 404.`)
      if (resource.kind === 'Gateway' && resource.group === networking) checkGateway(resource, set, report)
    }
  },
})

type Report = Parameters<ReturnType<typeof lintRule>['check']>[1]

function checkRoute({service, title, node}: HttpRoute, set: ManifestSet, report: Report): void {
  const route = node.get('route')
  const destinations = route?.children() ?? []
  const sum = destinations.reduce((total, each) => total + (each.get('weight')?.number ?? 0), 0)
  if (route && destinations.length > 1 && sum !== 100) report(route, `The weights of ${title} sum to ${sum}.`)
  for (const destination of destinations.flatMap(each => each.get('destination') ?? [])) {
    const subset = destination.get('subset')
    const host = destination.get('host')?.text
    if (!subset || host === undefined) continue
    const isThere = destinationRules(set, fullHost(host, service.namespace))
      .flatMap(rule => rule.member('spec', 'subsets')?.children() ?? [])
      .some(each => each.get('name')?.shown === subset.shown)
    if (!isThere) report(subset, `No DestinationRule of "${host}" has the subset "${subset.shown}".`)
  }
}

/** A match that takes every request, or every one of a method that others are not asked with. */
function takesAll(match: Resource['node']): boolean {
  const [only, ...others] = match.children().filter(({name}) => name !== 'name')
  if (only === undefined) return true
  const uri = match.get('uri')
  const isAny = uri?.get('prefix')?.text === '/' || ['.*', '/.*'].includes(uri?.get('regex')?.text ?? '')
  return others.length === 0 && isAny
}

function checkGateway(gateway: Resource, set: ManifestSet, report: Report): void {
  const bound = set.of('VirtualService', networking).filter(service =>
    service
      .member('spec', 'gateways')
      ?.children()
      .some(({shown}) => nameOf(shown, service.namespace) === `${gateway.namespace}/${gateway.name}`),
  )
  const hosts = bound.flatMap(
    service =>
      service
        .member('spec', 'hosts')
        ?.children()
        .map(({shown}) => shown) ?? [],
  )
  const told = new Set<string>()
  for (const server of gateway.member('spec', 'servers')?.children() ?? []) {
    // What only redirects, and what is passed through, asks for no route of HTTP.
    const tls = server.get('tls')
    if (tls?.get('httpsRedirect')?.value === true || /PASSTHROUGH/.test(tls?.get('mode')?.text ?? '')) continue
    for (const node of server.get('hosts')?.children() ?? []) {
      const host = node.shown.slice(node.shown.indexOf('/') + 1)
      if (told.has(host) || hosts.some(each => hostMatches(host, each) || hostMatches(each, host))) continue
      told.add(host)
      report(node, `No VirtualService binds "${host}" to ${gateway.title}: whoever calls it gets a 404.`)
    }
  }
}

/** A Gateway as `namespace/name`. */
function nameOf(written: string, namespace: string): string {
  return written.includes('/') ? written : `${namespace}/${written}`
}
