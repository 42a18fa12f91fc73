import type {SelectionNode, SelectionSetNode} from 'graphql/language/ast.js'
import {z} from 'zod'
import {type GraphqlType, lintRule} from '../model.js'
import {namedType} from '../nodes.js'
import {selectsAny} from '../selections.js'

export default lintRule({
  summary: 'Require operations to select the id of what has one',
  why: 'Client caches know an object again by its id. Without it the same object is kept twice, and a mutation changes only one of them on the screen.',
  fix: 'Select the id beside the other fields, or in a fragment that is used there.',
  severity: 'warning',
  presets: ['recommended'],
  options: z.strictObject({
    fields: z
      .array(z.string())
      .min(1)
      .default(['id'])
      .describe('Fields of which one is to be selected where there is one.'),
  }),
  examples: {
    valid: [
      `
# file: schema.graphql
type Query { order: Order found: [Found!] node: Node orders: OrderConnection }
interface Node { id: ID! }
union Found = Order | Total
type Order implements Node { id: ID! total: Total }
type Total { amount: Int }
type OrderConnection { nodes: [Order] }
# file: client.graphql
query Get {
  order { ...WithId total { amount } }
  found { ... on Order { id } ... on Total { amount } }
  node { ... on Order { key: id } }
  orders { nodes { ...Deep } }
}
fragment WithId on Order { total { amount } id }
fragment Deep on Order { ...WithId }
`,
      `
query Get { order { total } } # The schema is not at hand.
`,
    ],
    invalid: [
      `
# file: schema.graphql
type Query { order: Order }
type Order { id: ID! customer: Customer }
type Customer { id: ID! name: String }
# file: client.graphql
query Get {
  order { # want: "id" of "Order" is not selected.
    ...Customer
  }
}
fragment Customer on Order {
  customer { name } # want: "id" of "Customer" is not selected.
}
`,
      `
# file: schema.graphql
type Query { found: [Found!] }
union Found = Order | Total
type Order { id: ID! total: Total }
type Total { amount: Int }
# file: client.graphql
query Find {
  found {
    ... on Order { total { amount } } # want: "id" of "Order" is not selected.
    ...Sum # want: "id" of "Order" is not selected.
  }
}
fragment Sum on Order { total { amount } }
`,
    ],
  },

  check({document}, report, {fields: names}) {
    const {schema, client} = document
    if (schema === undefined || client === undefined) return
    const fragmentOf = client.fragmentsFor(document)
    for (const {operation, selectionSet} of document.operations) walk(selectionSet, schema.roots[operation])
    for (const {selectionSet, typeCondition} of document.fragments) walk(selectionSet, typeCondition.name.value)

    /** Judges the fields in a selection, whose own type is judged by whoever leads to it. */
    function walk({selections}: SelectionSetNode, parent: string | undefined) {
      for (const node of selections) {
        if (node.kind === 'InlineFragment') walk(node.selectionSet, node.typeCondition?.name.value ?? parent)
        if (node.kind !== 'Field' || node.selectionSet === undefined || parent === undefined) continue
        const field = schema?.type(parent)?.fields.get(node.name.value)
        const type = field && schema?.type(namedType(field.type).name.value)
        if (type === undefined) continue
        walk(node.selectionSet, type.name)
        if (idOf(type) === undefined) judgeMembers(node.selectionSet)
        else if (!selectsAny(node.selectionSet, names, fragmentOf)) tell(node, type)
      }
    }

    /** The type may have no id, as a union has none, but those have that it stands for. */
    function judgeMembers({selections}: SelectionSetNode) {
      for (const node of selections) {
        if (node.kind === 'Field') continue
        const fragment = node.kind === 'InlineFragment' ? node : fragmentOf(node.name.value)
        const name = fragment?.typeCondition?.name.value
        const type = name === undefined ? undefined : schema?.type(name)
        if (fragment === undefined || type === undefined || idOf(type) === undefined) continue
        if (!selectsAny(fragment.selectionSet, names, fragmentOf)) tell(node, type)
      }
    }

    function tell(node: SelectionNode, type: GraphqlType) {
      report(node, `"${idOf(type)}" of "${type.name}" is not selected.`)
    }

    function idOf({fields}: GraphqlType): string | undefined {
      return names.find(name => fields.has(name))
    }
  },
})
