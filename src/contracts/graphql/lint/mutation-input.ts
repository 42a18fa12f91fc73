import {z} from 'zod'
import {lintRule} from '../model.js'
import {shownType} from '../nodes.js'

export default lintRule({
  summary: 'Require exactly one argument input of a non-null input type on every mutation',
  why: 'A mutation with one input grows by fields without breaking a caller, and clients hand over one variable instead of many.',
  fix: 'Put all arguments into one input type: `updateTask(input: UpdateTaskInput!)`.',
  severity: 'error',
  options: z.strictObject({
    withoutInput: z.array(z.string()).default(['logout']).describe('Mutations that may have no argument at all.'),
  }),
  examples: {
    valid: [
      `
type Mutation { updateTask(input: UpdateTaskInput!): String logout: String }
input UpdateTaskInput { id: ID! }
type Query { updateTask(id: ID!): String }
`,
      `
schema { query: Query mutation: Write }
type Query { a: Int }
extend type Write { pay(input: PayInput!): String }
type Write { _empty: String }
type Mutation { pay(id: ID!): String } # No root: "schema" names another one.
input PayInput { id: ID! }
`,
    ],
    invalid: [
      `
type Mutation {
  updateTask(id: ID!, input: UpdateTaskInput!): String # want: Mutation "updateTask" has the arguments "id", "input"; it takes one, "input".
  deleteTask: String # want: Mutation "deleteTask" has no argument "input".
  createTask(input: CreateTaskInput): String # want: Argument "input" of mutation "createTask" is of type "CreateTaskInput", not "CreateTaskInput!".
}
input UpdateTaskInput { id: ID! }
input CreateTaskInput { name: String }
`,
      `
type Mutation {
  pay(data: PayInput!): String # want: Argument "data" of mutation "pay" has to be called "input".
  move(input: String!): String # want: Argument "input" of mutation "move" is of type "String!", which is no input type.
  drop(input: [PayInput!]!): String # want: Argument "input" of mutation "drop" is of type "[PayInput!]!", which is no input type.
}
input PayInput { id: ID! }
`,
    ],
  },

  check({document}, report, {withoutInput}) {
    const {schema} = document
    if (schema?.roots.mutation === undefined) return
    for (const {parent, node} of document.fields) {
      const {value: name} = node.name
      if (parent.name.value !== schema.roots.mutation || name.startsWith('_')) continue
      const given = node.arguments ?? []
      const [first] = given
      if (first === undefined) {
        if (!withoutInput.includes(name)) report(node, `Mutation "${name}" has no argument "input".`)
        continue
      }
      if (given.length > 1) {
        const names = given.map(each => `"${each.name.value}"`).join(', ')
        report(node, `Mutation "${name}" has the arguments ${names}; it takes one, "input".`)
        continue
      }
      const title = `Argument "${first.name.value}" of mutation "${name}"`
      const written = shownType(first.type)
      const bare = written.replace(/!$/, '')
      const isInput = bare.endsWith('Input') || schema.type(bare)?.kind === 'input'
      if (first.name.value !== 'input') report(first, `${title} has to be called "input".`)
      else if (!isInput) report(first, `${title} is of type "${written}", which is no input type.`)
      else if (bare === written) report(first, `${title} is of type "${written}", not "${written}!".`)
    }
  },
})
