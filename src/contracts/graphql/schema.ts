import type {FieldDefinitionNode, InputValueDefinitionNode} from 'graphql/language/ast.js'
import {type Federation, federationOf} from './federation.js'
import type {GraphqlFile} from './file.js'
import type {ExecutableSchema, Language, Problems} from './language.js'
import {fieldsOf, inputFieldsOf, isExtension, kindOf, type TypeKind, type TypePart} from './nodes.js'

/** A type with all its extensions. */
export interface GraphqlType {
  readonly name: string
  readonly kind: TypeKind
  /** Its definitions before its extensions; more than one definition is a fault, none may be one. */
  readonly parts: readonly TypePart[]
  /** Whether it is defined here, not only extended. */
  readonly isDefined: boolean
  /** Fields of an object type or an interface. */
  readonly fields: ReadonlyMap<string, FieldDefinitionNode>
  /** Fields of an input type. */
  readonly inputs: ReadonlyMap<string, InputValueDefinitionNode>
  /** Names of the interfaces that it implements, or of the members of a union. */
  readonly related: ReadonlySet<string>
}

/** The names of the types where operations begin, as far as the schema has them. */
export interface Roots {
  readonly query: string | undefined
  readonly mutation: string | undefined
  readonly subscription: string | undefined
}

/** One schema, made of one file or of many. */
export class GraphqlSchema {
  /** Types by name; those of the language itself, such as `String`, are not among them. */
  readonly types: ReadonlyMap<string, GraphqlType>
  readonly roots: Roots
  readonly federation: Federation
  readonly #remembered = new Map<unknown, unknown>()

  constructor(
    /** The files that define it, in the order of their paths. */
    readonly files: readonly GraphqlFile[],
    /** The schemas that are read together with this one. */
    readonly all: readonly GraphqlSchema[],
    /** What GraphQL itself says; given by the reader, since rules do not load its library. */
    readonly language: Language,
  ) {
    this.types = typesOf(files)
    this.federation = federationOf(files, this.types)
    this.roots = rootsOf(files, this.types, this.federation)
  }

  /** False when a definition cannot be read: what is not found may be in there. */
  get isComplete(): boolean {
    return this.files.every(({problems}) => problems.length === 0)
  }

  /** What the language's own validation finds, worked out when it is asked for. */
  get problems(): Problems {
    return this.once(validated)
  }

  /** The schema in the form that operations are validated with; undefined when it is too broken for that. */
  get executable(): ExecutableSchema | undefined {
    return this.problems.executable
  }

  /** The first definition of a type, in whatever file. */
  type(name: string): GraphqlType | undefined {
    return this.types.get(name)
  }

  /** Works out something about the whole schema once, however many files are judged by it. */
  once<T>(work: (schema: GraphqlSchema) => T): T {
    // Sound: what is kept under a function is what that function gave.
    if (this.#remembered.has(work)) return this.#remembered.get(work) as T
    const result = work(this)
    this.#remembered.set(work, result)
    return result
  }
}

function validated(schema: GraphqlSchema): Problems {
  return schema.language.validate(schema)
}

function typesOf(files: readonly GraphqlFile[]): Map<string, GraphqlType> {
  const parts = new Map<string, TypePart[]>()
  for (const file of files)
    for (const part of file.types) {
      const known = parts.get(part.name.value)
      if (known) known.push(part)
      else parts.set(part.name.value, [part])
    }
  const types = new Map<string, GraphqlType>()
  for (const [name, all] of parts) {
    if (all.length > 1) all.sort((a, b) => Number(isExtension(a)) - Number(isExtension(b)))
    const [first] = all
    if (first === undefined) continue
    types.set(name, {
      name,
      kind: kindOf(first),
      parts: all,
      isDefined: !isExtension(first),
      fields: byName(all.flatMap(fieldsOf)),
      inputs: byName(all.flatMap(inputFieldsOf)),
      related: new Set(all.flatMap(relatedOf)),
    })
  }
  return types
}

/** A name that is there twice, which is a fault, stands for its first definition. */
function byName<Node extends {readonly name: {readonly value: string}}>(nodes: readonly Node[]): Map<string, Node> {
  const found = new Map<string, Node>()
  for (const node of nodes) if (!found.has(node.name.value)) found.set(node.name.value, node)
  return found
}

function relatedOf(part: TypePart): string[] {
  const named = 'interfaces' in part ? part.interfaces : 'types' in part ? part.types : undefined
  return (named ?? []).map(({name}) => name.value)
}

/** `schema` says which types are roots; without it they are those that are called so. */
function rootsOf(files: readonly GraphqlFile[], types: ReadonlyMap<string, GraphqlType>, {version}: Federation): Roots {
  const schemas = files.flatMap(file => file.schemas)
  const written = new Map(
    schemas.flatMap(schema => (schema.operationTypes ?? []).map(each => [each.operation, each.type.name.value])),
  )
  const isSaid = schemas.some(({kind}) => kind === 'SchemaDefinition')
  // Only an object can be a root; a subgraph may do no more than extend it.
  const usual = (name: string) => (types.get(name)?.kind === 'object' && (!isSaid || version > 0) ? name : undefined)
  const root = (operation: 'query' | 'mutation' | 'subscription', name: string) =>
    // Sound: the keys of the map are strings.
    (written as ReadonlyMap<string, string>).get(operation) ?? usual(name)
  return {
    query: root('query', 'Query'),
    mutation: root('mutation', 'Mutation'),
    subscription: root('subscription', 'Subscription'),
  }
}
