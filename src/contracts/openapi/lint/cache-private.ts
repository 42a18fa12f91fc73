import {branches} from '../bodies.js'
import {type Header, type JsonNode, lintRule, type OpenApi} from '../model.js'
import {headerOf} from '../named.js'

export default lintRule({
  summary: 'Disallow public caching of answers to callers who have to be authenticated',
  why: 'A shared cache that may keep the answer hands one user the data of another.',
  fix: 'Declare `private`, `no-cache` or `no-store`; `public` is for operations that everybody may call.',
  severity: 'error',
  security: 'high',
  examples: {
    valid: [
      `
openapi: 3.1.0
security: [{bearerAuth: []}]
paths:
  /api/v1/orders:
    get:
      responses:
        '200': {headers: {Cache-Control: {schema: {type: string, const: 'private, max-age=300'}}}}
`,
      `
openapi: 3.1.0
security: [{bearerAuth: []}]
paths:
  /api/v1/catalogs:
    get:
      security: []
      x-public: true
      responses:
        '200': {headers: {Cache-Control: {example: 'public, max-age=300'}}}
  /api/v1/orders:
    get:
      responses:
        '200': {headers: {Cache-Control: {description: Never public., example: 'private, x-public-note=1'}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
security: [{bearerAuth: []}]
paths:
  /api/v1/orders:
    get:
      responses:
        '200':
          headers:
            cache-control:
              example: Public, max-age=300 # want: "Cache-Control" may be "Public, max-age=300" although callers are authenticated; shared caches would hand the answer to others.
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      security: [{apiKey: []}]
      responses:
        '200': {headers: {Cache-Control: {$ref: '#/components/headers/Cache'}}}
components:
  headers:
    Cache:
      schema:
        type: string
        enum:
          - private
          - max-age=60,public # want: "Cache-Control" may be "max-age=60,public" although callers are authenticated; shared caches would hand the answer to others.
`,
    ],
  },

  check({document}, report) {
    for (const {exempt, title, securityRequirements, responses} of document.operations) {
      if (exempt || !securityRequirements.some(({schemes}) => schemes.length > 0)) continue
      for (const response of responses) {
        const header = headerOf(response, 'Cache-Control')
        for (const node of header ? statedValues(document, header).filter(isPublic) : [])
          report(
            {node, on: 'value'},
            `"Cache-Control" may be "${node.text}" although callers are authenticated; shared caches would hand the answer to others.`,
            header && header.node.value !== header.use.value ? [{at: header.use, message: `Sent by "${title}".`}] : [],
          )
      }
    }
  },
})

/** Everything that a contract says the header is or can be. */
function statedValues(document: OpenApi, {node, schema}: Header): readonly JsonNode[] {
  const examples = (node.get('examples')?.children() ?? []).map(each => document.resolve(each)?.get('value'))
  const found = [node.get('example'), ...examples].flatMap(each => each ?? [])
  for (const view of schema ? branches(document, [schema]) : []) {
    for (const name of ['const', 'default', 'example']) found.push(...view.keyword(name))
    for (const name of ['enum', 'examples']) found.push(...view.keyword(name).flatMap(list => list.children()))
  }
  return found
}

function isPublic({text}: JsonNode): boolean {
  return (text ?? '').split(',').some(directive => directive.trim().toLowerCase() === 'public')
}
