import type {
  DefinitionNode,
  DirectiveDefinitionNode,
  FieldDefinitionNode,
  FragmentDefinitionNode,
  InputValueDefinitionNode,
  OperationDefinitionNode,
  SchemaDefinitionNode,
  SchemaExtensionNode,
  StringValueNode,
} from 'graphql/language/ast.js'
import type {Source} from '../../core/source.js'
import type {ApiModel} from '../shared/model.js'
import {apiOf} from './api.js'
import type {Client} from './client.js'
import {type Exemptions, exemptionsIn} from './exemptions.js'
import {type Import, importsIn} from './imports.js'
import type {Problem} from './language.js'
import type {SyntaxProblem} from './model.js'
import {fieldsOf, inputFieldsOf, type TypePart} from './nodes.js'
import {parse} from './parser.js'
import {type Reference, referencesOf} from './references.js'
import type {GraphqlSchema, GraphqlType} from './schema.js'

/** A field of an object type or an interface. */
export interface Field {
  readonly parent: TypePart
  readonly node: FieldDefinitionNode
}

/** An argument of a field or a directive, or a field of an input type. */
export interface Input {
  /** What it is, with its place, for messages: `Argument "id" of "Query.order"`. */
  readonly title: string
  readonly what: 'argument' | 'input field'
  /** The type that it is in. */
  readonly owner: string
  readonly node: InputValueDefinitionNode
}

/** A GraphQL file with the lists that rules need, in the order of the text. */
export class GraphqlFile {
  readonly problems: readonly SyntaxProblem[]
  readonly definitions: readonly DefinitionNode[]
  readonly types: readonly TypePart[]
  readonly schemas: readonly (SchemaDefinitionNode | SchemaExtensionNode)[]
  readonly directives: readonly DirectiveDefinitionNode[]
  readonly operations: readonly OperationDefinitionNode[]
  readonly fragments: readonly FragmentDefinitionNode[]
  /** Fields of object types and interfaces. */
  readonly fields: readonly Field[]
  /** Arguments of fields and fields of input types; arguments of directives are not among them. */
  readonly inputs: readonly Input[]
  /** Every use of a type, and of a directive, in definitions of the type system. */
  readonly references: readonly Reference[]
  /** Other files that it says it needs. */
  readonly imports: readonly Import[]
  /** What rules for all kinds see. */
  readonly api: ApiModel = apiOf(this)
  /** Says which places are exempt from which rules. */
  readonly exemptions: Exemptions
  /**
   * What the file belongs to: the schema that it is a part of, or the one that its operations ask. Set by the reader
   * before anybody sees the file; undefined for operations whose schema is not at hand.
   */
  schema: GraphqlSchema | undefined = undefined
  /** The paths of all files that it was read with. Set by the reader as well. */
  paths: ReadonlySet<string> = new Set()
  /** The files with operations that it is one of. Set by the reader as well; undefined when it has no operations. */
  client: Client | undefined = undefined

  constructor(readonly source: Source) {
    const {definitions, problems, first} = parse(source)
    this.problems = problems
    this.definitions = definitions
    const types: TypePart[] = []
    const schemas: (SchemaDefinitionNode | SchemaExtensionNode)[] = []
    const directives: DirectiveDefinitionNode[] = []
    const operations: OperationDefinitionNode[] = []
    const fragments: FragmentDefinitionNode[] = []
    for (const node of definitions)
      if (node.kind === 'OperationDefinition') operations.push(node)
      else if (node.kind === 'FragmentDefinition') fragments.push(node)
      else if (node.kind === 'DirectiveDefinition') directives.push(node)
      else if (node.kind === 'SchemaDefinition' || node.kind === 'SchemaExtension') schemas.push(node)
      // An experiment of the library, which its parser does not read by itself.
      else if (node.kind !== 'DirectiveExtension') types.push(node)
    this.types = types
    this.schemas = schemas
    this.directives = directives
    this.operations = operations
    this.fragments = fragments
    this.fields = types.flatMap(parent => fieldsOf(parent).map(node => ({parent, node})))
    this.inputs = [
      ...this.fields.flatMap(({parent, node}) =>
        (node.arguments ?? []).map(each => ({
          title: `Argument "${each.name.value}" of "${parent.name.value}.${node.name.value}"`,
          what: 'argument' as const,
          owner: parent.name.value,
          node: each,
        })),
      ),
      ...types.flatMap(parent =>
        inputFieldsOf(parent).map(each => ({
          title: `Input field "${parent.name.value}.${each.name.value}"`,
          what: 'input field' as const,
          owner: parent.name.value,
          node: each,
        })),
      ),
    ]
    this.references = referencesOf(this)
    this.imports = importsIn(source)
    this.exemptions = exemptionsIn(source, first, definitions)
  }

  /** Whether it defines or extends anything of a schema, rather than asking one. */
  get isSchema(): boolean {
    return this.types.length > 0 || this.schemas.length > 0 || this.directives.length > 0
  }

  /** The types whose first part is in this file: what is told about a type as a whole is told there. */
  get ownTypes(): readonly GraphqlType[] {
    return this.types.flatMap(part => {
      const type = this.schema?.type(part.name.value)
      return type?.parts[0] === part ? type : []
    })
  }

  /** All descriptions, in the order of the text within a definition. */
  get descriptions(): readonly StringValueNode[] {
    const members = this.types.flatMap(type => [
      ...('values' in type ? (type.values ?? []) : []),
      ...inputFieldsOf(type),
      ...fieldsOf(type).flatMap(field => [field, ...(field.arguments ?? [])]),
    ])
    const nodes = [
      ...this.schemas,
      ...this.types,
      ...this.directives,
      ...this.directives.flatMap(each => each.arguments ?? []),
      ...members,
    ]
    return nodes.flatMap(node => ('description' in node ? (node.description ?? []) : []))
  }

  /** What GraphQL itself finds wrong with the part of the schema in this file. */
  get faults(): readonly Problem[] {
    return this.schema?.problems.faults.get(this.source.path) ?? []
  }

  /** Whether what it names, or who uses it, may be in files other than those it was read with. */
  get isPartial(): boolean {
    const {schema, source} = this
    if (this.operations.length + this.fragments.length > 0) return true
    if (schema === undefined) return false
    return (
      schema.roots.query === undefined ||
      schema.problems.undefinedNames.some(({node}) => node.loc?.source.name === source.path)
    )
  }

  /** The operations that it has, or that can be asked by the root fields that it defines. */
  get operationCount(): number {
    const {query, mutation, subscription} = this.schema?.roots ?? {}
    const roots = new Set([query, mutation, subscription])
    return this.operations.length + this.fields.filter(({parent}) => roots.has(parent.name.value)).length
  }

  /** What it is written in, for people. */
  get language(): string {
    if (!this.isSchema) return 'operations'
    const {version = 0, link} = this.schema?.federation ?? {}
    return version === 0 ? 'schema' : `federation ${link?.version || version}`
  }
}
