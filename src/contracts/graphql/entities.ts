import type {FieldDefinitionNode, TypeNode} from 'graphql/language/ast.js'
import {choicesOf} from '../shared/entities/choices.js'
import {shapesByName, unknownShape} from '../shared/entities/shapes.js'
import type {ApiChoices, ApiEntity, ApiEntityField, Presence, Shape} from '../shared/entity.js'
import type {GraphqlFile} from './file.js'
import {directiveOf, namedType, shownType} from './nodes.js'
import type {GraphqlSchema, GraphqlType} from './schema.js'

/** What the language's own scalars are, and those that schemas usually have; of all others nobody knows. */
const scalars = shapesByName([
  [{kind: 'string'}, 'String UUID URL URI Email EmailAddress PhoneNumber'],
  [{kind: 'boolean'}, 'Boolean'],
  [{kind: 'integer', bits: 32}, 'Int'],
  [{kind: 'integer', bits: 64}, 'Long BigInt Int64 UInt64'],
  [{kind: 'number'}, 'Float Double'],
  [{kind: 'decimal'}, 'Decimal BigDecimal'],
  [{kind: 'identifier'}, 'ID'],
  [{kind: 'timestamp'}, 'DateTime Timestamp Instant OffsetDateTime ISO8601DateTime'],
  [{kind: 'date'}, 'Date LocalDate ISO8601Date'],
  [{kind: 'time'}, 'Time LocalTime'],
  [{kind: 'duration'}, 'Duration ISO8601Duration'],
  [{kind: 'bytes'}, 'Bytes Byte Base64 Base64String'],
])

/** The object types and interfaces whose first definition is in a file, with the fields that all files give them. */
export function entitiesOf(file: GraphqlFile): ApiEntity[] {
  const {schema} = file
  if (schema === undefined) return []
  const roots = new Set(Object.values(schema.roots))
  return file.ownTypes.flatMap(type => {
    const [first] = type.parts
    const hasFields = type.kind === 'object' || type.kind === 'interface'
    if (first === undefined || !hasFields || roots.has(type.name) || type.name.startsWith('_')) return []
    return new GraphqlEntity(type, first, schema)
  })
}

class GraphqlEntity implements ApiEntity {
  readonly scope = ''
  readonly name: string
  readonly title: string
  #fields: readonly ApiEntityField[] | undefined

  constructor(
    private readonly type: GraphqlType,
    readonly at: GraphqlType['parts'][number],
    private readonly schema: GraphqlSchema,
  ) {
    this.name = type.name
    this.title = `Type "${type.name}"`
  }

  get fields(): readonly ApiEntityField[] {
    this.#fields ??= [...this.type.fields.values()].map(node => fieldOf(node, this.type, this.schema))
    return this.#fields
  }
}

function fieldOf(node: FieldDefinitionNode, owner: GraphqlType, schema: GraphqlSchema): ApiEntityField {
  const {value: name} = node.name
  return {
    name,
    jsonName: name,
    at: node,
    shape: shapeOf(node.type, schema),
    written: shownType(node.type),
    presence: presenceOf(node, owner, schema),
    get choices() {
      return choicesIn(schema.type(namedType(node.type).name.value))
    },
  }
}

function presenceOf({type}: FieldDefinitionNode, owner: GraphqlType, schema: GraphqlSchema): Presence {
  const named = schema.type(namedType(type).name.value)
  if (named !== undefined && isConnection(named)) return 'unknown'
  if (type.kind === 'NonNullType') return 'required'
  return isStrict(owner) ? 'optional' : 'unknown'
}

/** Everything may be null unless it is said: a type that says it only of its id has not thought about the rest. */
function isStrict({fields}: GraphqlType): boolean {
  return [...fields.values()].some(({name, type}) => type.kind === 'NonNullType' && !/^_*id$/i.test(name.value))
}

function shapeOf(node: TypeNode, schema: GraphqlSchema): Shape {
  if (node.kind === 'NonNullType') return shapeOf(node.type, schema)
  if (node.kind === 'ListType') return {kind: 'list', items: shapeOf(node.type, schema)}
  const {value: name} = node.name
  const type = schema.type(name)
  if (type === undefined || type.kind === 'scalar') return scalars.get(name) ?? unknownShape
  if (type.kind === 'enum') return {kind: 'string', isEnum: true}
  // What is read page by page others have as a list, as an object around one, or only as a count.
  return isConnection(type) ? unknownShape : {kind: 'object'}
}

function isConnection({name, fields}: GraphqlType): boolean {
  return name.endsWith('Connection') && (fields.has('edges') || fields.has('nodes'))
}

function choicesIn(type: GraphqlType | undefined): ApiChoices | undefined {
  const [first] = type?.parts ?? []
  if (type?.kind !== 'enum' || first === undefined) return undefined
  const values = type.parts.flatMap(part => ('values' in part ? (part.values ?? []) : []))
  return choicesOf(
    {title: `Enum "${type.name}"`, at: first, name: type.name},
    values.map(value => ({name: value.name.value, isDeprecated: directiveOf(value, 'deprecated') !== undefined})),
  )
}
