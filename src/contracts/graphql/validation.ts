import type {GraphQLError} from 'graphql/error/GraphQLError.js'
import type {ASTNode, DefinitionNode, DocumentNode} from 'graphql/language/ast.js'
import {Kind} from 'graphql/language/kinds.js'
import {parse} from 'graphql/language/parser.js'
import {visit} from 'graphql/language/visitor.js'
import {specifiedDirectives} from 'graphql/type/directives.js'
import {introspectionTypes} from 'graphql/type/introspection.js'
import {specifiedScalarTypes} from 'graphql/type/scalars.js'
import {GraphQLSchema} from 'graphql/type/schema.js'
import {validateSchema} from 'graphql/type/validate.js'
import {buildASTSchema} from 'graphql/utilities/buildASTSchema.js'
import {KnownTypeNamesRule} from 'graphql/validation/rules/KnownTypeNamesRule.js'
import {specifiedSDLRules} from 'graphql/validation/specifiedRules.js'
import {validateSDL} from 'graphql/validation/validate.js'
import type {GraphqlFile} from './file.js'
import type {ExecutableSchema, Problem, Problems} from './language.js'
import type {Place} from './model.js'
import {isExtension, kindOf, type TypePart} from './nodes.js'
import {preludeOf, usedDefinition} from './prelude.js'
import type {Reference} from './references.js'
import type {GraphqlSchema} from './schema.js'

/** Names that are unknown are told by a rule of their own, with a place for each and one search for what was meant. */
const rules = specifiedSDLRules.filter(rule => rule !== KnownTypeNamesRule)

const builtIn: ReadonlySet<string> = new Set([
  ...specifiedScalarTypes.map(({name}) => name),
  ...introspectionTypes.map(({name}) => name),
  ...specifiedDirectives.map(({name}) => `@${name}`),
])

/** Judges a schema as the GraphQL specification does. What is unknown is replaced, so that everything else is judged. */
export function validateGraphql(schema: GraphqlSchema): Problems {
  const own = new Set([...schema.types.keys()].filter(name => schema.type(name)?.isDefined))
  for (const {directives} of schema.files) for (const {name} of directives) own.add(`@${name.value}`)
  const prelude = definitionsIn(preludeOf(schema.federation)).filter(node => !own.has(nameOf(node) ?? ''))
  const provided = new Set([...builtIn, ...prelude.flatMap(node => nameOf(node) ?? [])])
  const unknown: Reference[] = []
  const isOrphan = new Set<string>()
  for (const {references} of schema.files)
    for (const reference of references) {
      if (own.has(reference.name) || provided.has(reference.name)) continue
      if (reference.as === 'base') isOrphan.add(reference.name)
      // A subgraph extends what another one defines.
      if (schema.federation.version > 0 && schema.types.has(reference.name)) continue
      unknown.push(reference)
    }
  const undefinedNames = schema.isComplete ? unknown.filter(({name}) => !isLinked(name, schema)) : []
  const stubs = stubsOf(unknown, schema)
  const written = schema.files.flatMap(({types, schemas, directives}) => [...schemas, ...directives, ...types])
  const definitions = [...prelude, ...stubs, ...withoutUnknown(written, new Set(unknown.map(({name}) => name)), schema)]
  const faults = new Faults()
  for (const error of validateSDL(documentOf(definitions), undefined, rules)) faults.add(error, schema)
  const document = documentOf(buildable(definitions))
  const build = (each: DocumentNode) => faults.attempt(() => buildASTSchema(each, {assumeValidSDL: true}))
  // Values of directives are judged by a rule of their own; `@deprecated(reason: 1)` stops the building.
  const executable = build(document) ?? build(visit(document, {Directive: () => null}))
  if (executable === undefined) return {undefinedNames, faults: faults.byFile, executable, provided}
  for (const error of validateSchema(executable)) faults.add(error, schema)
  return {undefinedNames, faults: faults.byFile, executable: assumedValid(executable), provided}
}

/** Operations are judged even if the schema has faults of its own. */
function assumedValid(schema: GraphQLSchema): ExecutableSchema {
  return validateSchema(schema).length === 0 ? schema : new GraphQLSchema({...schema.toConfig(), assumeValid: true})
}

class Faults {
  readonly byFile = new Map<string, Problem[]>()

  add(error: GraphQLError, schema: GraphqlSchema): void {
    const problem = problemOf(error)
    if (problem !== undefined) this.#put(problem)
    else if (error.message.startsWith('Query root type') && schema.federation.version === 0 && schema.isComplete) {
      const at = schema.files.flatMap(({schemas, types}) => [...schemas, ...types])[0]
      const message = 'The schema has no root for queries: define the type "Query", or name another one in "schema".'
      if (at !== undefined) this.#put({at, message, related: []})
    }
  }

  /** A schema may be broken in ways that no validation foresees. */
  attempt<Result>(work: () => Result): Result | undefined {
    try {
      return work()
    } catch (error) {
      if (error instanceof Error) return undefined
      throw error
    }
  }

  #put(problem: Problem): void {
    const path = pathOf(problem.at)
    const known = this.byFile.get(path)
    if (known) known.push(problem)
    else this.byFile.set(path, [problem])
  }
}

/** An error with its places in files; undefined when it has none. Definitions that mesh adds have no places. */
export function problemOf({message, nodes}: GraphQLError): Problem | undefined {
  const places = (nodes ?? []).filter(isPlace)
  // What is there twice is wrong where it is there again.
  const isTwice = /only (?:be|one)/.test(message) && places.length > 1
  const [at, ...related] = isTwice ? places.reverse() : places
  if (at === undefined) return undefined
  return {
    at,
    message: /[.?!]$/.test(message) ? message : `${message}.`,
    related: related.map(place => ({
      at: place,
      message: isTwice ? 'It is there for the first time here' : 'It is about this, too',
    })),
  }
}

function isPlace(node: ASTNode): node is Exclude<ASTNode, DocumentNode> {
  return node.kind !== 'Document' && node.loc !== undefined
}

/** The path of the file that a place is in. */
export function pathOf(place: Place): string {
  if ('source' in place) return place.source.path
  return place.loc?.source.name ?? ''
}

function documentOf(definitions: readonly DefinitionNode[]): DocumentNode {
  return {kind: Kind.DOCUMENT, definitions}
}

function definitionsIn(text: string): readonly DefinitionNode[] {
  return parse(text, {noLocation: true}).definitions
}

/** What a definition is called, directives with `@`; extensions and the schema itself are called nothing. */
function nameOf(node: DefinitionNode): string | undefined {
  if (node.kind === 'DirectiveDefinition') return `@${node.name.value}`
  return node.kind.endsWith('TypeDefinition') && 'name' in node ? node.name?.value : undefined
}

/** Whether a name belongs to a specification that `@link` names, of which nothing more is known here. */
function isLinked(name: string, {federation: {links}}: GraphqlSchema): boolean {
  const bare = name.replace(/^@/, '')
  return links.some(
    ({imported, prefix, isFederation, feature}) =>
      imported.has(name) ||
      ((!isFederation || feature !== 'federation') && (bare === prefix || bare.startsWith(`${prefix}__`))),
  )
}

/** Definitions that stand for what is unknown: a scalar fits wherever a type does. */
function stubsOf(unknown: readonly Reference[], {files}: GraphqlSchema): readonly DefinitionNode[] {
  const types = new Set<string>()
  const directives = new Map<string, Set<string>>()
  for (const {name, as} of unknown)
    if (as === 'directive') directives.set(name.slice(1), new Set())
    else if (as === 'type') types.add(name)
  if (directives.size > 0) for (const file of files) collectArguments(file, directives)
  const text = [
    'scalar mesh__Unknown',
    ...[...types].map(name => `scalar ${name}`),
    ...[...directives].map(([name, found]) => usedDefinition({name, arguments: found})),
  ]
  return definitionsIn(text.join('\n'))
}

/** The names of the arguments with which directives are used. */
function collectArguments({definitions}: GraphqlFile, found: ReadonlyMap<string, Set<string>>): void {
  const open: unknown[] = [...definitions]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null || !('kind' in node)) continue
    if (node.kind === 'Directive') {
      // Sound: the kind says so.
      const {name, arguments: given} = node as Extract<ASTNode, {kind: Kind.DIRECTIVE}>
      for (const each of given ?? []) found.get(name.value)?.add(each.name.value)
    }
    for (const [key, value] of Object.entries(node))
      if (key !== 'loc' && typeof value === 'object') Array.isArray(value) ? open.push(...value) : open.push(value)
  }
}

/** Definitions without the uses that no stub can stand for, and with a definition for each type that is only extended. */
function withoutUnknown(
  written: readonly DefinitionNode[],
  unknown: ReadonlySet<string>,
  schema: GraphqlSchema,
): readonly DefinitionNode[] {
  const promoted = new Set<string>()
  return written.flatMap((node): DefinitionNode[] => {
    let result = node
    if ('operationTypes' in result && result.operationTypes?.some(({type}) => unknown.has(type.name.value)))
      // Sound, here and below: a list of the node is replaced by a part of itself.
      result = {
        ...result,
        operationTypes: result.operationTypes.filter(({type}) => !unknown.has(type.name.value)),
      } as DefinitionNode
    if ('interfaces' in result && result.interfaces?.some(({name}) => unknown.has(name.value)))
      result = {
        ...result,
        interfaces: result.interfaces.filter(({name}) => !unknown.has(name.value)),
      } as DefinitionNode
    if ('types' in result && result.types?.some(({name}) => unknown.has(name.value)))
      result = {...result, types: result.types.filter(({name}) => !unknown.has(name.value))} as DefinitionNode
    if (!isTypePart(result) || !isExtension(result)) return [result]
    const name = result.name.value
    const type = schema.type(name)
    if (type?.isDefined) return [result]
    if (unknown.has(name)) return []
    if (promoted.has(name)) return [result]
    promoted.add(name)
    return [{...result, kind: result.kind.replace('Extension', 'Definition')} as DefinitionNode]
  })
}

/** Only the first of several definitions of a name, and no extension of another kind than its type. */
function buildable(definitions: readonly DefinitionNode[]): readonly DefinitionNode[] {
  const kinds = new Map<string, string>()
  const seen = new Set<string>()
  const firsts = definitions.filter(node => {
    const name = node.kind === 'SchemaDefinition' ? '' : nameOf(node)
    if (name === undefined) return true
    if (seen.has(name)) return false
    seen.add(name)
    if (isTypePart(node)) kinds.set(name, kindOf(node))
    return true
  })
  return firsts.filter(node => !isTypePart(node) || !isExtension(node) || kinds.get(node.name.value) === kindOf(node))
}

function isTypePart(node: DefinitionNode): node is TypePart {
  return /Type(?:Definition|Extension)$/.test(node.kind)
}
