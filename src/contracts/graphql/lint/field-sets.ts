import {didYouMean} from '../../../core/suggest.js'
import {argument} from '../federation.js'
import {type GraphqlSchema, type GraphqlType, lintRule, type SelectionSetNode} from '../model.js'
import {namedType} from '../nodes.js'

export default lintRule({
  summary: 'Require keys and other field sets of federation to name fields that are there',
  why: 'A router cannot be composed from a subgraph whose key names a field that it does not have.',
  fix: 'Correct the name, or declare the field, with `@external` where another subgraph has it.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@requires", "@external"])
type Order @key(fields: "id customer { id }") @key(fields: "__typename number") {
  id: ID!
  number: Int
  customer: Customer
  weight: Int @external
  cost: Int @requires(fields: "weight")
}
type Customer @key(fields: "id") { id: ID! }
`,
      'directive @key(fields: String!) on OBJECT\ntype Order @key(fields: "nothing") { id: ID! } # No federation.',
    ],
    invalid: [
      `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: [{name: "@key", as: "@entity"}, "@provides"])
type Order @entity(fields: "idd") { id: ID! customer: Customer } # want: "@entity" of "Order" names "idd", but "Order" has no such field. Did you mean "id"?
type Customer @entity(fields: "id {") { id: ID! } # want: "@entity" of "Customer" has field set "id {", which cannot be read.
`,
      `
type Order @key(fields: "customer { number }") { customer: Customer } # want: "@key" of "Order" names "number", but "Customer" has no such field.
type Customer @key(fields: "id address") { id: ID! address: Address } # want: "@key" of "Customer" names "address" of type "Address" without its fields.
type Address { city: String }
extend type Review @key(fields: "id") { id: ID! @external author: Customer @provides(fields: "nme") } # want: "@provides" of "Review.author" names "nme", but "Customer" has no such field.
`,
    ],
  },

  check({document}, report) {
    const {schema} = document
    if (schema === undefined || schema.federation.version === 0) return
    for (const part of document.types)
      for (const each of part.directives ?? [])
        if (schema.federation.meaning(each.name.value) === 'key') judge(each, part.name.value, part.name.value)
    for (const {parent, node} of document.fields)
      for (const each of node.directives ?? []) {
        const meaning = schema.federation.meaning(each.name.value)
        const title = `${parent.name.value}.${node.name.value}`
        if (meaning === 'requires') judge(each, title, parent.name.value)
        if (meaning === 'provides') judge(each, title, namedType(node.type).name.value)
      }

    function judge(directive: Parameters<typeof argument>[0], title: string, type: string) {
      const value = argument(directive, 'fields')
      if (schema === undefined || value?.kind !== 'StringValue') return
      const subject = `"@${directive.name.value}" of "${title}"`
      const selection = schema.language.selection(value.value)
      if (selection === undefined) report(value, `${subject} has field set "${value.value}", which cannot be read.`)
      else for (const problem of problemsOf(selection, type, schema)) report(value, `${subject} ${problem}`)
    }
  },
})

function problemsOf(set: SelectionSetNode, typeName: string, schema: GraphqlSchema): string[] {
  const type = schema.type(typeName)
  if (type === undefined) return []
  return set.selections.flatMap(selection => {
    if (selection.kind === 'InlineFragment')
      return problemsOf(selection.selectionSet, selection.typeCondition?.name.value ?? typeName, schema)
    const {value: name} = selection.name
    // What is unknown is told elsewhere; members of a union have no fields in common.
    if (selection.kind === 'FragmentSpread' || name === '__typename' || !hasFields(type)) return []
    const field = type.fields.get(name)
    if (field === undefined)
      return [`names "${name}", but "${typeName}" has no such field.${didYouMean(name, type.fields.keys())}`]
    const inner = namedType(field.type).name.value
    if (selection.selectionSet !== undefined) return problemsOf(selection.selectionSet, inner, schema)
    const target = schema.type(inner)
    return target !== undefined && (hasFields(target) || target.kind === 'union')
      ? [`names "${name}" of type "${inner}" without its fields.`]
      : []
  })
}

function hasFields({kind}: GraphqlType): boolean {
  return kind === 'object' || kind === 'interface'
}
