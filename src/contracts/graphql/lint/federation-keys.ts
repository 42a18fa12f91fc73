import {argument} from '../federation.js'
import {type GraphqlSchema, lintRule} from '../model.js'
import {shownType} from '../nodes.js'

export default lintRule({
  summary: 'Require a key on every entity of a subgraph, and federation 2',
  why: 'Only an object with a key can be referred to by other subgraphs; federation 1 takes part in the graph by rules that composition no longer has.',
  fix: 'Add `@key(fields: "id")`, or `@shareable` to a value that several subgraphs hand out; link to `https://specs.apollo.dev/federation/v2.x`.',
  severity: 'error',
  examples: {
    valid: [
      `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: [{name: "@key", as: "@entity"}, "@shareable"])
type Product @entity(fields: "sku") @entity(fields: "id") { id: ID! sku: String! }
type Money @shareable { id: ID! }
type Query { product(id: ID!): Product }
type Part @federation__key(fields: "id") { id: ID! }
interface Node { id: ID! }
`,
      'type Product { id: ID! } # No subgraph.',
    ],
    invalid: [
      `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
type Product { id: ID! } # want: "Product" has an id, but no "@key(fields: "id")".
type Order @key(fields: "number") { id: ID! number: Int! } # want: "Order" has an id, but no "@key(fields: "id")".
`,
      `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", as: "fed")
type Product { id: ID! } # want: "Product" has an id, but no "@fed__key(fields: "id")".
`,
      `
type Product @key(fields: "id") { id: ID! } # want: "@key" without a link to federation 2 makes this a subgraph of federation 1.
extend type Order @key(fields: "id") { id: ID! @external }
`,
    ],
  },

  check({document}, report) {
    const {schema} = document
    if (schema === undefined || schema.federation.version === 0) return
    const {federation, roots} = schema
    if (federation.version === 1) {
      const first = schema.once(firstOfVersionOne)
      if (first?.loc?.source.name === document.source.path)
        report(first, `"@${first.value}" without a link to federation 2 makes this a subgraph of federation 1.`)
      return
    }
    const rootNames = new Set(Object.values(roots))
    const link = federation.link
    const imported = [...(link?.imported ?? [])].find(([, name]) => name === '@key')?.[0]
    const shown = imported ?? `@${link?.prefix ?? 'federation'}__key`
    for (const {kind, name, fields, parts} of document.ownTypes) {
      const [at] = parts
      const id = fields.get('id')
      if (kind !== 'object' || at === undefined || id === undefined || rootNames.has(name)) continue
      if (shownType(id.type) !== 'ID!') continue
      const applied = parts.flatMap(part => part.directives ?? [])
      const meanings = applied.map(each => federation.meaning(each.name.value))
      if (meanings.includes('shareable') || meanings.includes('inaccessible')) continue
      const keys = applied.filter((_, index) => meanings[index] === 'key').map(each => argument(each, 'fields'))
      const hasId = keys.some(
        each => each?.kind === 'StringValue' && /\bid\b/.test(each.value.replaceAll(/\{[^}]*\}/g, '')),
      )
      if (!hasId) report(at, `"${name}" has an id, but no "${shown}(fields: "id")".`)
    }
  },
})

/** The first directive of federation 1 in a schema. */
function firstOfVersionOne({files, federation}: GraphqlSchema) {
  for (const {references} of files)
    for (const {as, node} of references)
      if (as === 'directive' && federation.meaning(node.value) !== undefined) return node
  return undefined
}
