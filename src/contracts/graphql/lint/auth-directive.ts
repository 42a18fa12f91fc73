import {z} from 'zod'
import {accessDirectives} from '../../../standard/graphql.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require every query and mutation to say who may ask for it',
  why: 'What says nothing is open by accident or closed by code that no reader of the contract sees.',
  fix: 'Add `@authenticated`, `@requiresScopes`, `@policy` or `@public` to the field, or to the root type for all of its fields.',
  severity: 'warning',
  security: 'medium',
  options: z.strictObject({
    directives: z
      .array(z.string())
      .default([])
      .describe('Further directives that say who may ask, without `@`, such as `hasRole`.'),
  }),
  examples: {
    valid: [
      `
type Query { me: String @authenticated products: String @public }
type Mutation @requiresScopes(scopes: [["tasks:write"]]) { createTask: String }
type User { email: String }
`,
      `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: [{name: "@policy", as: "@rule"}])
type Query { me: String @rule(policies: [["self"]]) you: String @federation__authenticated _service: String }
`,
      `
# options: {"directives": ["hasRole"]}
type Query { me: String @hasRole(role: "admin") }
`,
    ],
    invalid: [
      `
type Query {
  me: String # want: "Query.me" does not say who may ask for it.
}
extend type Mutation {
  createTask: String @deprecated(reason: "Old.") # want: "Mutation.createTask" does not say who may ask for it.
}
type Mutation { deleteTask: String @authenticated }
`,
      `
schema { query: Root }
type Root { users: String } # want: "Root.users" does not say who may ask for it.
type Query { users: String }
`,
    ],
  },

  check({document}, report, {directives}) {
    const {schema} = document
    if (schema === undefined) return
    const {roots, federation} = schema
    const known = new Set([...accessDirectives, ...directives])
    const speaks = (name: string) => known.has(name) || known.has(federation.meaning(name) ?? '')
    const roles = [roots.query, roots.mutation].filter(name => name !== undefined)
    const open = new Set(
      roles.filter(
        name => !schema.type(name)?.parts.some(part => part.directives?.some(each => speaks(each.name.value))),
      ),
    )
    for (const {parent, node} of document.fields) {
      const {value: name} = node.name
      if (!open.has(parent.name.value) || name.startsWith('_')) continue
      if (!node.directives?.some(each => speaks(each.name.value)))
        report(node, `"${parent.name.value}.${name}" does not say who may ask for it.`)
    }
  },
})
