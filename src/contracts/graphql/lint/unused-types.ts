import {type GraphqlSchema, lintRule, type TypePart} from '../model.js'
import {namedType} from '../nodes.js'

export default lintRule({
  summary: 'Disallow types that no operation can reach',
  why: 'A type that nothing leads to costs every reader of the schema and every generated client, and is never answered with.',
  fix: 'Remove the type, or the mistake that cut it off. Types that only implement an interface that is used are in use.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
type Query { node(by: FindInput, order: Order = UP): Node @cached(for: LONG) }
interface Node { id: ID! }
type Task implements Node { id: ID! found: Found }
union Found = User
type User { name: String }
input FindInput { more: FindInput }
enum Order { UP }
directive @cached(for: Span) on FIELD_DEFINITION
enum Span { LONG }
`,
      `
type Product @key(fields: "id") { id: ID! } # A subgraph: others refer to it.
type Money { amount: Int }
`,
      'type Fragment { a: Int } # There is no root, and no telling.',
    ],
    invalid: [
      `
type Query { a: Int }
type Lost { other: Other } # want: Type "Lost" cannot be reached by any operation.
type Other { lost: Lost } # want: Type "Other" cannot be reached by any operation.
`,
      `
type Query { task: Task }
type Task implements Node { id: ID! }
interface Node { id: ID! }
interface Owner { tasks: Int } # want: Type "Owner" cannot be reached by any operation.
enum State { OPEN } # want: Type "State" cannot be reached by any operation.
`,
    ],
  },

  check({document}, report) {
    const {schema} = document
    if (schema?.roots.query === undefined || schema.federation.version > 0 || !schema.isComplete) return
    // A file may be a part of several schemas.
    const reached = schema.all.filter(({files}) => files.includes(document)).map(each => each.once(reachable))
    for (const {name, parts, isDefined} of document.ownTypes) {
      const [at] = parts
      if (at !== undefined && isDefined && !reached.some(each => each.has(name)) && !name.includes('__'))
        report(at, `Type "${name}" cannot be reached by any operation.`)
    }
  },
})

/** The names of all types that are led to from the roots and from directives. */
function reachable({types, roots, files}: GraphqlSchema): ReadonlySet<string> {
  const implementers = new Map<string, string[]>()
  for (const {name, related, kind} of types.values())
    if (kind === 'object' || kind === 'interface')
      for (const each of related) implementers.set(each, [...(implementers.get(each) ?? []), name])
  const reached = new Set<string>()
  const open: string[] = Object.values(roots).filter(name => name !== undefined)
  for (const {directives} of files)
    for (const {arguments: given} of directives)
      for (const each of given ?? []) open.push(namedType(each.type).name.value)
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue
    reached.add(name)
    const type = types.get(name)
    if (type === undefined) continue
    open.push(...type.related, ...(implementers.get(name) ?? []), ...type.parts.flatMap(usedBy))
  }
  return reached
}

/** The types of fields, arguments and input fields. */
function usedBy(part: TypePart): string[] {
  if (!('fields' in part)) return []
  return (part.fields ?? []).flatMap(field => [
    namedType(field.type).name.value,
    ...('arguments' in field ? (field.arguments ?? []).map(each => namedType(each.type).name.value) : []),
  ])
}
