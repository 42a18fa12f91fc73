import {didYouMean} from '../../../core/suggest.js'
import {lintRule, type OpenApi, type Operation, type SecurityRequirement} from '../model.js'

export default lintRule({
  summary: 'Require every security scheme that is named to be described',
  why: 'A requirement that names an unknown scheme protects nothing: gateways and clients do not know what to ask for or to send.',
  fix: 'Describe the scheme in `components.securitySchemes`, or correct the name.',
  severity: 'error',
  security: 'high',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.1.0
security:
  - bearerAuth: []
components:
  securitySchemes:
    bearerAuth: {type: http, scheme: bearer}
`,
      // An empty requirement names nothing.
      `
openapi: 3.1.0
paths:
  /orders:
    get:
      security: [{}, {key: [], token: []}]
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-API-Key}
    token: {$ref: '#/components/securitySchemes/key'}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
security:
  - bearerAuht: [] # want: There is no security scheme "bearerAuht". Did you mean "bearerAuth"?
paths:
  /orders:
    get:
      security:
        - bearerAuth: []
          session: [] # want: There is no security scheme "session".
    post: {}
components:
  securitySchemes:
    bearerAuth: {type: http, scheme: bearer}
`,
      `
openapi: 3.0.3
paths:
  /orders:
    get:
      security:
        - apiKey: [] # want: There is no security scheme "apiKey".
`,
    ],
  },

  check({document}, report) {
    const {root, version, references} = document
    const holder = root.at('components', 'securitySchemes')
    const schemes = holder && document.resolve(holder)
    if (holder && !schemes) return
    const names = schemes?.children().map(({name}) => name) ?? []
    const known = new Set(names)
    for (const {node, schemes: named} of requirementsOf(document))
      for (const name of named) {
        // From 3.2 on the name may be the address of a scheme.
        if (known.has(name) || (version === '3.2' && /[#/]/.test(name)) || isElsewhere(name)) continue
        report(
          {node: node.get(name) ?? node, on: 'key'},
          `There is no security scheme "${name}".${didYouMean(name, names)}`,
        )
      }

    /** A path item in another file names the schemes of that file's document. */
    function isElsewhere(name: string): boolean {
      return [...references.documents.values()].some(
        part => !('failure' in part) && part.root.at('components', 'securitySchemes', name) !== undefined,
      )
    }
  },
})

/** The requirements of the document and of its operations, each once. */
function requirementsOf({root, operations, outgoing}: OpenApi): SecurityRequirement[] {
  const found = new Map<unknown, SecurityRequirement>()
  const all: readonly Pick<Operation, 'securityRequirements'>[] = [...operations, ...outgoing]
  for (const node of root.get('security')?.children() ?? [])
    found.set(node.value, {node, schemes: node.isObject ? node.children().map(({name}) => name) : []})
  for (const requirement of all.flatMap(each => each.securityRequirements))
    found.set(requirement.node.value, requirement)
  return [...found.values()]
}
