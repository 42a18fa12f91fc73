import {edgeTimeout, mostRetries} from '../../../standard/timeouts.js'
import type {KongRoute, KongService} from '../kong.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require routes and services of Kong to say what they would otherwise take from defaults',
  why: 'By default Kong cuts the path that matched, lets every method through, waits a minute and tries five times more: none of it is what a contract says.',
  fix: 'Set `strip_path` and `methods` of each route, and `connect_timeout`, `read_timeout`, `write_timeout` (at most 30000) and `retries` (at most 3) of each service; `/graphql` takes POST only.',
  severity: 'error',
  examples: {
    valid: [
      `
_format_version: "3.0"
services:
  - name: orders
    connect_timeout: 2000
    read_timeout: 10000
    write_timeout: 10000
    retries: 0
    routes:
      - {name: orders, paths: [/api/v1/orders], strip_path: false, methods: [GET, POST]}
      - {name: graph, paths: [/graphql], strip_path: false, methods: [POST]}
`,
      // A call of gRPC is always a POST, and no path of it is cut.
      `
_format_version: "3.0"
services:
  - name: orders
    protocol: grpc
    connect_timeout: 2000
    read_timeout: 30000
    write_timeout: 30000
    retries: 3
    routes: [{name: orders, protocols: [grpc, grpcs], paths: [/shop.orders.v1.OrderService]}]
`,
    ],
    invalid: [
      `
_format_version: "3.0"
services:
  - name: orders # want: Service "orders" does not set "connect_timeout", "read_timeout", "write_timeout", "retries".
    routes:
      - name: orders # want: Route "orders" does not set "strip_path", "methods".
        paths: [/api/v1/orders]
`,
      `
_format_version: "3.0"
services:
  - name: orders
    connect_timeout: 2000
    read_timeout: 60000 # want: "read_timeout" of Service "orders" is 60000 ms; at most 30000 are allowed.
    write_timeout: 30000
    retries: 5 # want: Service "orders" is tried 5 times more; at most 3 are allowed.
    routes:
      - name: graph
        paths: ['~/graphql$']
        strip_path: false
        methods: [GET, POST] # want: Route "graph" of GraphQL takes GET; only POST is allowed.
`,
    ],
  },

  check({document: {kong}}, report) {
    if (!kong) return
    for (const service of kong.services) checkService(service, report)
    for (const route of [...kong.services.flatMap(({routes}) => routes), ...kong.looseRoutes]) checkRoute(route, report)
  },
})

type Report = Parameters<ReturnType<typeof lintRule>['check']>[1]

const timeouts = ['connect_timeout', 'read_timeout', 'write_timeout']

function checkService({title, node}: KongService, report: Report): void {
  const lacking = [...timeouts, 'retries'].filter(key => !node.get(key))
  if (lacking.length > 0) report(node.get('name') ?? node, `${title} does not set ${listed(lacking)}.`)
  for (const key of timeouts) {
    const value = node.get(key)
    if (value?.number !== undefined && value.number > edgeTimeout)
      report(value, `"${key}" of ${title} is ${value.shown} ms; at most ${edgeTimeout} are allowed.`)
  }
  const retries = node.get('retries')
  if (retries?.number !== undefined && retries.number > mostRetries)
    report(retries, `${title} is tried ${retries.shown} times more; at most ${mostRetries} are allowed.`)
}

function checkRoute({title, node}: KongRoute, report: Report): void {
  const protocols = node
    .get('protocols')
    ?.children()
    .map(({shown}) => shown) ?? ['http']
  if (!protocols.some(protocol => protocol === 'http' || protocol === 'https')) return
  const lacking = ['strip_path', 'methods'].filter(key => !node.get(key))
  if (lacking.length > 0) report(node.get('name') ?? node, `${title} does not set ${listed(lacking)}.`)
  const methods = node.get('methods')
  const isGraphql =
    node
      .get('paths')
      ?.children()
      .some(({shown}) => /\/graphql\/?\$?$/.test(shown)) ?? false
  const others = methods?.children().filter(({shown}) => !['POST', 'OPTIONS'].includes(shown.toUpperCase())) ?? []
  if (methods && isGraphql && others.length > 0)
    report(methods, `${title} of GraphQL takes ${others.map(({shown}) => shown).join(', ')}; only POST is allowed.`)
}

function listed(names: readonly string[]): string {
  return names.map(name => `"${name}"`).join(', ')
}
