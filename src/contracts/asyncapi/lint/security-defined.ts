import {didYouMean} from '../../../core/suggest.js'
import {type JsonNode, lintRule} from '../model.js'

/** Only these know scopes. */
const scoped: ReadonlySet<unknown> = new Set(['oauth2', 'openIdConnect'])

export default lintRule({
  summary: 'Require that security schemes and scopes are defined',
  why: 'A scheme that is not defined is left out by tools: the client connects without credentials, and the broker refuses it.',
  fix: 'Define the scheme in `components.securitySchemes`, and each scope in its flows.',
  severity: 'error',
  security: 'medium',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
asyncapi: 2.6.0
servers:
  production: {url: broker.example.com, protocol: kafka-secure, security: [{plain: []}, {oauth: ['orders:read']}]}
components:
  securitySchemes:
    plain: {type: plain}
    oauth: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://example.com', scopes: {'orders:read': Read}}}}
`,
      `
asyncapi: 3.0.0
operations:
  onOrder:
    action: receive
    security: [{type: oauth2, scopes: ['orders:read'], flows: {implicit: {availableScopes: {'orders:read': Read}}}}]
`,
    ],
    invalid: [
      `
asyncapi: 2.6.0
servers:
  production:
    url: broker.example.com
    protocol: kafka-secure
    security:
      - plan: [] # want: There is no security scheme "plan" in "components". Did you mean "plain"?
      - plain: [read] # want: Security scheme "plain" knows no scopes.
components:
  securitySchemes: {plain: {type: plain}}
`,
      `
asyncapi: 3.0.0
servers:
  production:
    host: broker.example.com
    protocol: kafka-secure
    security: [{$ref: '#/components/securitySchemes/oauth'}]
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: 'https://example.com', availableScopes: {'orders:read': Read}}}
      scopes: ['orders:write'] # want: Scope "orders:write" is not defined by security scheme "oauth".
`,
    ],
  },

  check({document: {root, version, servers, operations, references}}, report) {
    const schemes = root.at('components', 'securitySchemes')
    const names = schemes?.children().map(({name}) => name) ?? []
    const seen = new Set<unknown>()
    const checkScopes = (scheme: JsonNode, list: JsonNode | undefined, name: string) => {
      const scopes = list?.isArray ? list.children() : []
      const known = scopesOf(scheme)
      const subject = name === '' || /^\d+$/.test(name) ? 'this security scheme' : `security scheme "${name}"`
      const [first] = scopes
      if (first && !scoped.has(scheme.get('type')?.text)) report(first, `S${subject.slice(1)} knows no scopes.`)
      else if (known)
        for (const scope of scopes)
          if (!known.has(scope.shown)) report(scope, `Scope "${scope.shown}" is not defined by ${subject}.`)
    }
    for (const requirement of [...servers, ...operations].flatMap(({node}) => node.get('security')?.children() ?? [])) {
      if (version === '3') {
        const scheme = references.resolve(requirement)
        if (scheme?.isObject && !seen.has(scheme.value)) checkScopes(scheme, scheme.get('scopes'), scheme.name)
        seen.add(scheme?.value)
        continue
      }
      for (const named of requirement.children()) {
        const use = schemes?.get(named.name)
        const scheme = use && references.resolve(use)
        if (!use)
          report(
            {node: named, on: 'key'},
            `There is no security scheme "${named.name}" in "components".${didYouMean(named.name, names)}`,
          )
        else if (scheme) checkScopes(scheme, named, named.name)
      }
    }
  },
})

/** The scopes that the flows define; undefined when that is written elsewhere. */
function scopesOf(scheme: JsonNode): ReadonlySet<string> | undefined {
  const flows = scheme.get('flows')
  if (!flows?.isObject) return undefined
  const lists = flows.children().flatMap(flow => flow.get('scopes') ?? flow.get('availableScopes') ?? [])
  return new Set(lists.flatMap(list => list.children().map(({name}) => name)))
}
