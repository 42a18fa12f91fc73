import {z} from 'zod'
import {didYouMean} from '../../../core/suggest.js'
import {type GraphqlSchema, lintRule} from '../model.js'
import {directiveOf} from '../nodes.js'

export default lintRule({
  summary: 'Require a definition of every type and directive, and the meaning of every scalar',
  why: 'A schema with an unknown name cannot be built. A scalar without an address that explains it is a string to one client and a number to the next.',
  fix: 'Define the name, import it by `@link`, or put it into the option `known` if the server brings it. Give a scalar `@specifiedBy(url: "…")`.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  options: z.strictObject({
    known: z
      .array(z.string())
      .default([])
      .describe('Types, and directives with `@`, that the server defines by itself, such as `AWSDateTime` or `@auth`.'),
  }),
  examples: {
    valid: [
      `
scalar DateTime @specifiedBy(url: "https://scalars.graphql.org/andimarek/date-time")

type Query { now: DateTime! @deprecated(reason: "Ask a clock.") }
`,
      `
# file: order.graphql
type Query { order: Order }
# file: types/order.graphql
type Order { id: ID! __typename: String }
# file: types/order-more.graphql
extend type Order { total: Int @pii }
`,
      `
# options: {"known": ["AWSDateTime", "@aws_auth"]}
type Query { now: AWSDateTime @aws_auth(groups: ["admin"]) }
`,
      `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "FieldSet"])
  @link(url: "https://example.com/cache/v1.0", import: ["@cached", "Span"])
type Query { fields: FieldSet span: Span @cached(seconds: 5) @cache__never }
`,
    ],
    invalid: [
      `
scalar Date # want: Scalar "Date" does not say what its values are; add "@specifiedBy(url: …)".

type Query {
  order: Ordr # want: Type "Ordr" is not defined. Did you mean "Order"?
  now: DateTime! # want: Type "DateTime" is not defined.
}
type Order { id: ID! @depricated } # want: Directive "@depricated" is not defined. Did you mean "@deprecated"?
`,
      `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type Query { order: String @shareable } # want: Directive "@shareable" is not defined; import it by "@link".
extend type Account implements Nod { id: ID! } # want: Type "Nod" is not defined. Did you mean "Node"?
interface Node { id: ID! }
`,
      `
type Query { id: ID }
extend type Order { id: ID! } # want: Type "Order" is extended, but not defined.
`,
    ],
  },

  check({document}, report, {known}) {
    const {schema} = document
    if (schema === undefined) return
    const suggestions = schema.once(noSuggestions)
    for (const {name, node, as} of schema.problems.undefinedNames) {
      if (node.loc?.source.name !== document.source.path || known.includes(name)) continue
      const isDirective = as === 'directive'
      const isImportable = isDirective && schema.federation.version === 2 && importable.has(name)
      const what = isDirective ? 'Directive' : 'Type'
      const near =
        suggestions.get(name) ??
        (isImportable || suggestions.size >= mostSuggestions
          ? ''
          : didYouMean(name, namesOf(schema, isDirective, name)))
      suggestions.set(name, near)
      if (as === 'base') report(node, `Type "${name}" is extended, but not defined.${near}`)
      else report(node, `${what} "${name}" is not defined${isImportable ? '; import it by "@link"' : ''}.${near}`)
    }
    for (const {kind, name, parts} of document.ownTypes) {
      const [at] = parts
      if (kind !== 'scalar' || at === undefined || name.includes('__') || known.includes(name)) continue
      if (parts.every(part => directiveOf(part, 'specifiedBy') === undefined))
        report(at, `Scalar "${name}" does not say what its values are; add "@specifiedBy(url: …)".`)
    }
  },
})

/** Directives of federation that are unknown until they are imported. */
const importable: ReadonlySet<string> = new Set(
  (
    '@key @requires @provides @external @extends @shareable @inaccessible @override @tag @composeDirective ' +
    '@interfaceObject @authenticated @requiresScopes @policy @context @fromContext @cost @listSize'
  ).split(' '),
)

/** Each is looked for among all names; where more than these are unknown, it is not a matter of typing. */
const mostSuggestions = 100

/** Suggestions by name: one that is used a thousand times is looked for once. */
function noSuggestions(): Map<string, string> {
  return new Map()
}

/** All names that may have been meant by another one. */
function namesOf({types, files, problems}: GraphqlSchema, areDirectives: boolean, except: string): string[] {
  const directives = files.flatMap(file => file.directives.map(({name}) => `@${name.value}`))
  return [...types.keys(), ...problems.provided, ...directives].filter(
    each => each.startsWith('@') === areDirectives && each !== except,
  )
}
