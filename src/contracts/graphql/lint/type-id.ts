import {z} from 'zod'
import {type GraphqlSchema, type GraphqlType, lintRule} from '../model.js'
import {isList, namedType, shownType} from '../nodes.js'

export default lintRule({
  summary: 'Require an id in every type that is asked for by its id or listed in a connection',
  why: 'Clients know an object again by its id: without one they cannot keep it in a cache, ask for it again or name it in a mutation.',
  fix: 'Give the type a field `id: ID!`. One without an identity of its own goes into the option `except`.',
  severity: 'warning',
  presets: ['recommended'],
  options: z.strictObject({
    except: z.array(z.string()).default([]).describe('Types that have no identity.'),
    every: z
      .boolean()
      .default(false)
      .describe('Whether every object type needs an id, but for roots, connections, edges, payloads and errors.'),
  }),
  examples: {
    valid: [
      `
type Query { order(id: ID!): Order items(id: ID!): [Item] product(id: Int!): Product }
type Order { orderId: ID! address: Address }
type Product { id: Int! }
type Address { city: String }
type Item { name: String } # Those of the order with this id.
`,
      `
type Query { node(id: ID!): Node found: FoundConnection }
interface Node { id: ID! }
type FoundConnection { edges: [FoundEdge] }
type FoundEdge { node: Found }
union Found = Order
type Order implements Node { id: ID! }
`,
    ],
    invalid: [
      `
type Query { order(id: ID!): Order }
type Order { # want: Type "Order" is asked for by its id in "Query.order", but has no field "id: ID!".
  total: Int
}
`,
      `
type Query { users: UserConnection }
type UserConnection { edges: [UserEdge!]! }
type UserEdge { node: User! }
type User { # want: Type "User" is listed in "UserEdge.node", but has no field "id: ID!".
  id: ID
}
`,
      `
# options: {"every": true, "except": ["Money"]}
type Query { total: Total }
type Total { sum: Money errors: [TotalError] } # want: Type "Total" has no field "id: ID!".
type Money { amount: Int }
type TotalError { message: String }
`,
    ],
  },

  check({document}, report, {except, every}) {
    const {schema} = document
    if (schema === undefined) return
    const asked = schema.once(entities)
    const roots = new Set(Object.values(schema.roots))
    for (const type of document.ownTypes) {
      const {name, kind, parts, isDefined} = type
      const [at] = parts
      if (at === undefined || !isDefined || except.includes(name) || name.startsWith('_')) continue
      const because = asked.get(name)
      const isMeant = because !== undefined || (every && kind === 'object' && !isExempt(name) && !roots.has(name))
      if (!isMeant || (kind !== 'object' && kind !== 'interface') || hasId(type)) continue
      report(at, `Type "${name}" ${because ? `${because}, but ` : ''}has no field "id: ID!".`)
    }
  },
})

/** What has no identity by its nature. */
function isExempt(name: string): boolean {
  return /(?:Connection|Edge|Payload|Result|Response|Error|PageInfo)$/.test(name)
}

/** A field of the type `ID!`, or one that is called so; the name of the type may be before it. */
function hasId({fields}: GraphqlType): boolean {
  return [...fields.values()].some(
    ({name, type}) => type.kind === 'NonNullType' && (name.value === 'id' || shownType(type) === 'ID!'),
  )
}

/** Why types need an id, by their names. */
function entities({types, roots}: GraphqlSchema): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const node of types.get(roots.query ?? '')?.fields.values() ?? [])
    if (!isList(node.type) && node.arguments?.some(({name}) => name.value === 'id') && node.arguments.length === 1) {
      const {value: name} = namedType(node.type).name
      if (!isExempt(name)) found.set(name, `is asked for by its id in "${roots.query}.${node.name.value}"`)
    }
  for (const {name: edge, kind, fields} of types.values()) {
    const node = fields.get('node')
    if (kind !== 'object' || !edge.endsWith('Edge') || node === undefined || isList(node.type)) continue
    const {value: name} = namedType(node.type).name
    if (!found.has(name)) found.set(name, `is listed in "${edge}.node"`)
  }
  return found
}
