import type {Federation, Link} from './federation.js'

/** Directives that mesh itself gives a meaning; a schema may use them without a definition. */
const ofMesh = `
directive @meshLimits(maxDepth: Int!, maxComplexity: Int!) on SCHEMA
directive @bounded(max: Int!) on FIELD_DEFINITION
directive @pii on FIELD_DEFINITION | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION | OBJECT | INPUT_OBJECT | SCALAR
directive @public on FIELD_DEFINITION | OBJECT | INTERFACE
`

const everywhere =
  'SCHEMA | SCALAR | OBJECT | FIELD_DEFINITION | ARGUMENT_DEFINITION | INTERFACE | UNION | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION'

/** Directives of federation 2 by name, each with its arguments and where it may stand. `$` is the prefix of a name. */
const ofFederation: Readonly<Record<string, string>> = {
  key: '(fields: $FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE',
  requires: '(fields: $FieldSet!) on FIELD_DEFINITION',
  provides: '(fields: $FieldSet!) on FIELD_DEFINITION',
  external: '(reason: String) on OBJECT | FIELD_DEFINITION',
  extends: ' on OBJECT | INTERFACE',
  shareable: ' repeatable on OBJECT | FIELD_DEFINITION',
  inaccessible: ` on ${everywhere.replace('SCHEMA | ', '')}`,
  override: '(from: String!, label: String) on FIELD_DEFINITION',
  tag: `(name: String!) repeatable on ${everywhere}`,
  composeDirective: '(name: String!) repeatable on SCHEMA',
  interfaceObject: ' on OBJECT',
  authenticated: ' on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM',
  requiresScopes: '(scopes: [[$Scope!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM',
  policy: '(policies: [[$Policy!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM',
  context: '(name: String!) repeatable on INTERFACE | OBJECT | UNION',
  fromContext: '(field: $ContextFieldValue) on ARGUMENT_DEFINITION',
  cost: '(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR',
  listSize:
    '(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION',
  cacheTag: '(format: String!) repeatable on INTERFACE | OBJECT | FIELD_DEFINITION',
}

const scalars = ['FieldSet', 'Scope', 'Policy', 'ContextFieldValue']

/** What subgraphs of federation 1 may use without a definition. */
const ofFirstFederation = `
scalar _FieldSet
scalar _Any
type _Service { sdl: String }
directive @key(fields: _FieldSet!, resolvable: Boolean) repeatable on OBJECT | INTERFACE
directive @requires(fields: _FieldSet!) on FIELD_DEFINITION
directive @provides(fields: _FieldSet!) on FIELD_DEFINITION
directive @external on OBJECT | FIELD_DEFINITION
directive @extends on OBJECT | INTERFACE
directive @tag(name: String!) repeatable on ${everywhere}
`

/** A directive that is used here with these arguments, and of which nothing more is known. */
export interface Used {
  readonly name: string
  readonly arguments: ReadonlySet<string>
}

/**
 * Definitions of what a schema may use though nobody wrote it: the directives of mesh, those of federation under the
 * names that `@link` gives them, and whatever other specifications bring. `used` are directives that nothing here
 * defines; they come out as taking any value, so that no further fault is found where they are used. `known` are names
 * that the schema defines itself.
 */
export function preludeOf({version, links, link}: Federation): string {
  if (version === 1) return ofMesh + ofFirstFederation + links.map(linkDefinition).join('')
  return ofMesh + links.map(linkDefinition).join('') + (link === undefined ? '' : federationDefinitions(link))
}

/** `@link` itself, by the name with which it is used. */
function linkDefinition({node: {name}}: Link): string {
  return `
directive @${name.value}(url: String, as: String, for: ${name.value}__Purpose, import: [${name.value}__Import]) repeatable on SCHEMA
enum ${name.value}__Purpose { SECURITY EXECUTION }
scalar ${name.value}__Import
`
}

function federationDefinitions({prefix, imported}: Link): string {
  const local = new Map([...imported].map(([here, there]) => [there, here]))
  const scalarName = (name: string) => local.get(name) ?? `${prefix}__${name}`
  const body = (text: string) => text.replaceAll(/\$(\w+)/g, (_, name: string) => scalarName(name))
  return [
    ...scalars.map(name => `scalar ${scalarName(name)}`),
    ...Object.entries(ofFederation).flatMap(([name, text]) => {
      const names = new Set([`@${prefix}__${name}`, local.get(`@${name}`) ?? `@${prefix}__${name}`])
      return [...names].map(each => `directive ${each}${body(text)}`)
    }),
  ].join('\n')
}

/** A directive about which only its use is known. */
export function usedDefinition({name, arguments: names}: Used): string {
  const list = [...names].map(each => `${each}: mesh__Unknown`).join(', ')
  return `directive @${name}${list === '' ? '' : `(${list})`} repeatable on ${everywhere}`
}
