import {edgeTimeout, mostRetries} from '../../../standard/timeouts.js'
import {type HttpRoute, httpRoutesOf, milliseconds} from '../istio.js'
import type {KongService} from '../kong.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a timeout of every route, and tries that fit into it',
  why: 'Without a timeout a request waits as long as the slowest service. Tries that do not fit are never made, or are made when the caller is long gone and do the work again.',
  fix: 'Set `timeout` of at most 30s, at most 3 `attempts`, and a `perTryTimeout` that fits into it once for each try and for the first; in Kong `retries` and `read_timeout`.',
  severity: 'error',
  examples: {
    valid: [
      `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec:
  hosts: [orders]
  http:
    - {timeout: 10s, retries: {attempts: 3, perTryTimeout: 2s}, route: [{destination: {host: orders}}]}
    - {timeout: 10s, retries: {attempts: 0}, route: [{destination: {host: orders}}]}
    - {redirect: {uri: /}}
`,
      `
_format_version: "3.0"
services:
  - {name: orders, read_timeout: 30000, retries: 0}
  - {name: users, read_timeout: 5000, retries: 3}
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
    - name: reads
      timeout: 10s
      retries: # want: Route "reads" of VirtualService "orders" takes 4 tries of 5s, more than its 10s.
        attempts: 3
        perTryTimeout: 5s
      route: [{destination: {host: orders}}]
    - timeout: 1m # want: Route 2 of VirtualService "orders" has a timeout of 1m; at most 30s are allowed.
      retries: {attempts: 5, perTryTimeout: 1s} # want: Route 2 of VirtualService "orders" is tried 5 times more; at most 3 are allowed.
      route: [{destination: {host: orders}}]
    - route: # want: Route 3 of VirtualService "orders" has no timeout.
        - {destination: {host: orders}}
`,
      // A try without a timeout of its own has that of the route: there is time for one only.
      `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec:
  hosts: [orders]
  http:
    - name: reads
      timeout: 10s
      retries: {attempts: 2} # want: Route "reads" of VirtualService "orders" has no "perTryTimeout": the first try may take all of its 10s.
      route: [{destination: {host: orders}}]
---
_format_version: "3.0"
services:
  - name: orders
    read_timeout: 30000
    retries: 3 # want: Service "orders" takes 4 tries of 30000 ms, more than the 30000 ms that a request may take.
`,
    ],
  },

  check({document: {resources, kong}}, report) {
    for (const route of resources.flatMap(httpRoutesOf)) if (route.isForwarding) checkRoute(route, report)
    for (const service of kong?.services ?? []) checkService(service, report)
  },
})

type Report = Parameters<ReturnType<typeof lintRule>['check']>[1]

function checkRoute({title, node, at}: HttpRoute, report: Report): void {
  const timeout = node.get('timeout')
  const total = milliseconds(timeout)
  if (timeout === undefined) report(at, `${title} has no timeout.`)
  // 0s is none at all.
  else if (total !== undefined && (total === 0 || total > edgeTimeout))
    report(timeout, `${title} has a timeout of ${timeout.shown}; at most ${edgeTimeout / 1000}s are allowed.`)
  const retries = node.get('retries')
  const attempts = retries?.get('attempts')?.number ?? 0
  if (!retries || attempts === 0) return
  if (attempts > mostRetries)
    report(retries, `${title} is tried ${attempts} times more; at most ${mostRetries} are allowed.`)
  const each = retries.get('perTryTimeout')
  const single = milliseconds(each)
  if (timeout === undefined || total === undefined) return
  if (each === undefined)
    report(retries, `${title} has no "perTryTimeout": the first try may take all of its ${timeout.shown}.`)
  else if (single !== undefined && attempts <= mostRetries && (attempts + 1) * single > total)
    report(retries, `${title} takes ${attempts + 1} tries of ${each.shown}, more than its ${timeout.shown}.`)
}

function checkService({title, node}: KongService, report: Report): void {
  const retries = node.get('retries')
  const single = node.get('read_timeout')?.number
  const tries = (retries?.number ?? 0) + 1
  if (retries && single !== undefined && tries > 1 && single <= edgeTimeout && tries * single > edgeTimeout)
    report(
      retries,
      `${title} takes ${tries} tries of ${single} ms, more than the ${edgeTimeout} ms that a request may take.`,
    )
}
