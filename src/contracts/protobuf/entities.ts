import {choicesOf} from '../shared/entities/choices.js'
import {shapesByName, unknownShape} from '../shared/entities/shapes.js'
import type {ApiChoices, ApiEntity, ApiEntityField, Presence, Shape} from '../shared/entity.js'
import type {ProtobufFile} from './file.js'
import type {FileSet} from './file-set.js'
import {fullNameOf, jsonNameOf} from './names.js'
import type {Enum, Field, Message} from './nodes.js'
import {extensionOptions, isSet, optionOf} from './option-lookup.js'

const text: Shape = {kind: 'string'}

const choice: Shape = {kind: 'string', isEnum: true}

const scalars = shapesByName([
  [{kind: 'boolean'}, 'bool'],
  [{kind: 'bytes'}, 'bytes'],
  [text, 'string'],
  [{kind: 'number'}, 'double float'],
  [{kind: 'integer', bits: 32}, 'int32 sint32 sfixed32'],
  // Half of their values do not fit into 32 bits with a sign, and all do into 64.
  [{kind: 'integer'}, 'uint32 fixed32'],
  [{kind: 'integer', bits: 64}, 'int64 uint64 sint64 fixed64 sfixed64'],
])

/** Messages of Google that stand for something else than an object. */
const wellKnown = shapesByName([
  [{kind: 'timestamp'}, 'protobuf.Timestamp type.DateTime'],
  [{kind: 'duration'}, 'protobuf.Duration'],
  [{kind: 'date'}, 'type.Date'],
  [{kind: 'time'}, 'type.TimeOfDay'],
  [{kind: 'decimal'}, 'type.Decimal'],
  [text, 'protobuf.FieldMask protobuf.StringValue'],
  [{kind: 'list', items: unknownShape}, 'protobuf.ListValue'],
  [{kind: 'boolean'}, 'protobuf.BoolValue'],
  [{kind: 'bytes'}, 'protobuf.BytesValue'],
  [{kind: 'number'}, 'protobuf.DoubleValue protobuf.FloatValue'],
  [{kind: 'integer', bits: 32}, 'protobuf.Int32Value'],
  [{kind: 'integer'}, 'protobuf.UInt32Value'],
  [{kind: 'integer', bits: 64}, 'protobuf.Int64Value protobuf.UInt64Value'],
  // Others have an object of amount and currency, or the amount alone.
  [unknownShape, 'protobuf.Any protobuf.Value type.Money'],
])

/** The messages of a file. */
export function entitiesOf(file: ProtobufFile): ApiEntity[] {
  return file.messages.flatMap(message => (message.isGroup ? [] : new ProtobufEntity(file, message)))
}

class ProtobufEntity implements ApiEntity {
  readonly name: string
  readonly title: string
  readonly scope: string
  #fields: readonly ApiEntityField[] | undefined

  constructor(
    private readonly file: ProtobufFile,
    readonly at: Message,
  ) {
    const {packageName} = file
    // The address of a customer may be `Customer.Address`.
    this.name = fullNameOf(at).slice(packageName === '' ? 0 : packageName.length + 1)
    this.title = `Message "${this.name}"`
    this.scope = packageName
  }

  get fields(): readonly ApiEntityField[] {
    this.#fields ??= this.at.fields.map(field => fieldOf(field, this.file))
    return this.#fields
  }
}

function fieldOf(field: Field, file: ProtobufFile): ApiEntityField {
  const {set} = file
  return {
    name: field.name,
    jsonName: optionOf(field, 'json_name')?.value.text ?? jsonNameOf(field.name),
    at: field,
    get shape() {
      return shapeOf(field, set)
    },
    written: writtenOf(field),
    get presence() {
      return presenceOf(field, file)
    },
    get choices() {
      const type = set.typeOf(field)
      return type?.kind === 'enum' ? choicesIn(type) : undefined
    },
  }
}

function writtenOf({isMap, keyType, type, label}: Field): string {
  if (isMap) return `map<${keyType}, ${type}>`
  return label === undefined ? type : `${label} ${type}`
}

function shapeOf(field: Field, set: FileSet): Shape {
  const value = singleShape(field, set)
  if (field.isMap) return {kind: 'map', items: value}
  return field.isRepeated ? {kind: 'list', items: value} : value
}

function singleShape(field: Field, set: FileSet): Shape {
  const scalar = scalars.get(field.type)
  if (scalar !== undefined) return scalar
  const name = set.typeNameOf(field)
  const known = name.startsWith('google.') ? wellKnown.get(name.slice('google.'.length)) : undefined
  if (known !== undefined) return known
  const type = set.typeOf(field)
  if (type === undefined) return unknownShape
  return type.kind === 'enum' ? choice : {kind: 'object'}
}

function presenceOf(field: Field, {version, set}: ProtobufFile): Presence {
  const behavior = extensionOptions(field, 'google.api.field_behavior').map(({value}) => value)
  if (behavior.some(value => [value, ...value.items].some(({text}) => text === 'REQUIRED'))) return 'required'
  if (extensionOptions(field, 'buf.validate.field').some(isRequirement) || field.label === 'required') return 'required'
  if (field.parent.kind === 'oneof') return 'optional'
  // In proto2 and in editions every field knows whether it is set: that says nothing.
  if (version !== 'proto3') return 'unknown'
  if (field.isRepeated) return 'default'
  if (field.label === 'optional') return 'optional'
  if (set.typeNameOf(field).startsWith('google.protobuf.') && set.typeNameOf(field).endsWith('Value')) return 'optional'
  const isMessage = !scalars.has(field.type) && set.typeOf(field)?.kind !== 'enum'
  return isMessage ? 'unknown' : 'default'
}

function isRequirement({name, value}: ReturnType<typeof extensionOptions>[number]): boolean {
  const members = value.members.filter(member => member.name === 'required')
  return (name.endsWith(').required') && value.text === 'true') || members.some(member => member.value.text === 'true')
}

function choicesIn(type: Enum): ApiChoices {
  return choicesOf(
    {title: `Enum "${type.name}"`, at: type, name: type.name},
    type.values.map(value => ({name: value.name, isDeprecated: isSet(value, 'deprecated')})),
  )
}
