import {operationLimits} from '../../../standard/graphql.js'
import {costOf} from '../cost.js'
import {argument} from '../federation.js'
import {type GraphqlSchema, lintRule} from '../model.js'
import {directiveOf} from '../nodes.js'

export default lintRule({
  summary: 'Require operations that are named and within the limits of depth and complexity',
  why: 'The gateway refuses an operation beyond the limits; without a name nobody finds it in logs and traces.',
  fix: 'Name the operation, ask for fewer levels and fields, or split it. A field counts 1, a connection 10.',
  severity: 'error',
  presets: ['standard', 'recommended'],
  examples: {
    valid: [
      'query ListUsers { users(first: 20) { edges { node { id } } } }',
      `
# file: schema.graphql
schema @meshLimits(maxDepth: 3, maxComplexity: 100) { query: Query }
type Query { me: User }
type User { boss: User }
# file: client.graphql
query Boss { me { ...Bosses } }
fragment Bosses on User { __typename ... on User { boss { boss { __typename } } } }
`,
      'query Loop { ...A }\nfragment A on Query { a ...B }\nfragment B on Query { b ...A } # A fault of another sort.',
    ],
    invalid: [
      '{ a } # want: The operation has no name.',
      `
# The eleventh level is in a fragment.
query Deep { a { b { c { d { e { f { g { h { i { j { ...K } } } } } } } } } } } # want: Operation "Deep" is 11 levels deep; at most 10 are allowed.
fragment K on T { k }
`,
      `
# file: schema.graphql
schema @meshLimits(maxDepth: 10, maxComplexity: 25) { query: Query }
type Query { users(first: Int, after: String): UserConnection }
type UserConnection { totalCount: Int nodes: [User] }
type User { orders(first: Int, after: String): UserConnection id: ID! }
# file: client.graphql
query All { users { nodes { orders { totalCount nodes { id name id2: id id3: id } } } } } # want: Operation "All" has a complexity of 27; at most 25 is allowed.
`,
    ],
  },

  check({document}, report) {
    const {schema, client} = document
    if (document.operations.length === 0 || client === undefined) return
    const maxDepth = limit(schema, 'maxDepth')
    const maxComplexity = limit(schema, 'maxComplexity')
    const measure = costOf(schema, client.fragmentsFor(document))
    for (const operation of document.operations) {
      const name = operation.name?.value
      if (name === undefined) report(operation, 'The operation has no name.')
      const title = name === undefined ? 'The operation' : `Operation "${name}"`
      const {depth, complexity} = measure(operation)
      if (depth > maxDepth) report(operation, `${title} is ${depth} levels deep; at most ${maxDepth} are allowed.`)
      if (complexity > maxComplexity)
        report(operation, `${title} has a complexity of ${complexity}; at most ${maxComplexity} is allowed.`)
    }
  },
})

/** What the schema declares, but never more than the standard allows. */
function limit(schema: GraphqlSchema | undefined, name: 'maxDepth' | 'maxComplexity'): number {
  const declared = (schema?.files ?? [])
    .flatMap(({schemas}) => schemas.flatMap(node => directiveOf(node, 'meshLimits') ?? []))
    .flatMap(node => argument(node, name) ?? [])
    .flatMap(value => (value.kind === 'IntValue' ? Number(value.value) : []))
  return Math.min(operationLimits[name], ...declared)
}
