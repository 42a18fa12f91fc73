import {type HttpRoute, httpRoutesOf} from '../istio.js'
import {type JsonNode, lintRule} from '../model.js'

export default lintRule({
  summary:
    'Disallow tries after an answer, or after a connection that broke, of methods that do something anew each time',
  why: 'A POST that ended in a 502 may have been done. Sent again by the mesh, it makes a second order that nobody asked for.',
  fix: 'Match GET, HEAD, PUT, DELETE or OPTIONS by `method` where `retryOn` has more than `connect-failure,refused-stream`, and give the other methods a route of their own.',
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
    - match: [{method: {exact: GET}}, {method: {regex: ^(HEAD|PUT)$}}, {method: {regex: DELETE|OPTIONS}}]
      retries: {attempts: 3, perTryTimeout: 2s, retryOn: '5xx,reset,connect-failure'}
      route: [{destination: {host: orders}}]
    - retries: {attempts: 3, perTryTimeout: 2s, retryOn: 'connect-failure,refused-stream'}
      route: [{destination: {host: orders}}]
`,
      // None is made, and what Istio does by itself is safe.
      `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec:
  hosts: [orders]
  http:
    - {match: [{uri: {prefix: /a}}], retries: {attempts: 0, retryOn: 5xx}, route: [{destination: {host: orders}}]}
    - {match: [{uri: {prefix: /b}}], retries: {attempts: 2}, route: [{destination: {host: orders}}]}
    - {route: [{destination: {host: orders}}]}
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
    - name: all
      retries:
        attempts: 3
        retryOn: 5xx,connect-failure # want: Route "all" of VirtualService "orders" sends every method again on 5xx.
      route: [{destination: {host: orders}}]
`,
      // One of the matches has no method: it takes what the others leave.
      `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec:
  hosts: [orders]
  http:
    - match: [{method: {exact: GET}}, {uri: {prefix: /orders}}]
      retries: {attempts: 3, retryOn: gateway-error} # want: Route 1 of VirtualService "orders" sends every method again on gateway-error.
      route: [{destination: {host: orders}}]
    - match: [{method: {regex: GET|POST}}]
      retries: {attempts: 3, retryOn: 'reset,503'} # want: Route 2 of VirtualService "orders" sends POST again on reset, 503.
      route: [{destination: {host: orders}}]
`,
    ],
  },

  check({document: {resources}}, report) {
    for (const route of resources.flatMap(httpRoutesOf)) {
      const retries = route.node.get('retries')
      const retryOn = retries?.get('retryOn')
      if (!retryOn || retries?.get('attempts')?.number === 0) continue
      const unsafe = retryOn.shown
        .split(',')
        .map(each => each.trim())
        .filter(each => each !== '' && !safe.has(each))
      if (unsafe.length === 0) continue
      const methods = unsafeMethods(route)
      if (methods.length > 0)
        report(retryOn, `${route.title} sends ${methods.join(', ')} again on ${unsafe.join(', ')}.`)
    }
  },
})

/** On these the request has not been worked on; `unavailable` and the like are about gRPC, which says so itself. */
const safe: ReadonlySet<string> = new Set([
  'connect-failure',
  'refused-stream',
  'reset-before-request',
  'unavailable',
  'cancelled',
  'resource-exhausted',
])

const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])

function unsafeMethods({node}: HttpRoute): readonly string[] {
  const matches = node.get('match')?.children() ?? []
  if (matches.length === 0) return ['every method']
  const found = new Set(matches.flatMap(match => methodsOf(match.get('method'))))
  return found.has(every) ? ['every method'] : [...found].filter(method => !idempotent.has(method))
}

const every = '*'

/** What a match of a method takes; a pattern that is no list of names is taken for one that takes all. */
function methodsOf(method: JsonNode | undefined): readonly string[] {
  const exact = method?.get('exact')?.text
  if (exact !== undefined) return [exact]
  const listed = method
    ?.get('regex')
    ?.text?.replaceAll(/^\^|\$$/g, '')
    .replaceAll(/^\((?:\?:)?|\)$/g, '')
  return listed !== undefined && /^[A-Z]+(?:\|[A-Z]+)*$/.test(listed) ? listed.split('|') : [every]
}
