import {choicesOf} from '../shared/entities/choices.js'
import {unknownShape} from '../shared/entities/shapes.js'
import type {ApiChoices, ApiEntityField, Presence, Shape, ShapeKind} from '../shared/entity.js'
import {typesOf, valueBranches} from './branches.js'
import type {JsonNode, Place} from './node.js'
import type {Property, Schemas, SchemaView} from './schema.js'

/** What formats make of a string; all others are text. */
const formats: Readonly<Record<string, Shape>> = {
  'date-time': {kind: 'timestamp'},
  date: {kind: 'date'},
  time: {kind: 'time'},
  duration: {kind: 'duration'},
  byte: {kind: 'bytes'},
  binary: {kind: 'bytes'},
  base64: {kind: 'bytes'},
  decimal: {kind: 'decimal'},
  int64: {kind: 'integer', bits: 64},
  uint64: {kind: 'integer', bits: 64},
}

const largest32 = 2 ** 31 - 1

/** A property as other contracts may have it, too. */
export class JsonEntityField implements ApiEntityField {
  readonly name: string
  readonly jsonName: string
  readonly at: Place
  #branches: ReturnType<typeof valueBranches> | undefined
  #shape: Shape | undefined

  constructor(
    private readonly schemas: Schemas,
    private readonly property: Property,
    /** The schema that it is a property of. */
    private readonly owner: SchemaView,
  ) {
    this.name = property.name
    this.jsonName = property.name
    this.at = {node: property.node, on: 'key'}
  }

  get shape(): Shape {
    this.#shape ??= commonShape(this.schemas, this.#value.views, 0)
    return this.#shape
  }

  get written(): string {
    const {views} = this.#value
    const types = [...new Set(views.flatMap(view => [...typesOf(view)]))].join(' or ')
    const [format] = views.flatMap(view => view.keyword('format').flatMap(({text}) => text ?? []))
    return format === undefined ? types : `${types}, ${format}`
  }

  get presence(): Presence {
    if (this.#value.nullable) return 'nullable'
    if (this.property.required) return 'required'
    // Where nothing is required, nobody thought about it; what has a default is there for who reads it.
    const isSaid = this.owner.required.size > 0 && !this.#value.views.some(view => view.keyword('default').length > 0)
    return isSaid ? 'optional' : 'unknown'
  }

  get choices(): ApiChoices | undefined {
    const {views} = this.#value
    const values = views.flatMap(view =>
      view.items.length > 0 ? valueBranches(this.schemas, view.items).views : [view],
    )
    const lists = values.map(view => view.keyword('enum')[0])
    const [list] = lists
    if (list === undefined || lists.length > 1) return undefined
    const names = list.children().flatMap(({value}) => (value === null ? [] : [value]))
    if (names.length === 0 || !names.every(name => typeof name === 'string')) return undefined
    const schema = list.parent
    const isNamed = schema?.parent?.key === 'schemas' || schema?.parent?.key === '$defs'
    const about = isNamed && schema ? {title: `Schema "${schema.name}"`, at: schema, name: schema.name} : undefined
    return choicesOf(
      about ?? {title: undefined, at: this.at, name: this.name},
      names.map(name => ({name})),
    )
  }

  get #value() {
    this.#branches ??= valueBranches(this.schemas, this.property.schemas)
    return this.#branches
  }
}

/** Lists of lists are not looked into for ever: a schema may have itself in it. */
const deepest = 3

/** What a value is in each of its forms; unknown when they differ. */
function commonShape(schemas: Schemas, views: readonly SchemaView[], depth: number): Shape {
  const shapes = views.map(view => shapeOf(schemas, view, depth))
  const [first = unknownShape] = shapes
  return shapes.every(({kind}) => kind === first.kind) ? first : unknownShape
}

function shapeOf(schemas: Schemas, view: SchemaView, depth: number): Shape {
  const [type, ...others] = typesOf(view)
  if (type === undefined || others.length > 0 || !view.complete) return unknownShape
  const format = view.keyword('format')[0]?.text ?? ''
  const inner = (nodes: readonly JsonNode[]) =>
    depth < deepest && nodes.length > 0
      ? commonShape(schemas, valueBranches(schemas, nodes).views, depth + 1)
      : unknownShape
  switch (type) {
    case 'string': {
      if (view.keyword('contentEncoding').length > 0) return {kind: 'bytes'}
      return Object.hasOwn(formats, format) ? (formats[format] ?? unknownShape) : {kind: 'string'}
    }
    case 'integer':
      return {kind: 'integer', ...bitsOf(view, format)}
    case 'number':
      return {kind: format === 'decimal' ? 'decimal' : 'number'}
    case 'array':
      return {kind: 'list', items: inner(view.items)}
    case 'object': {
      const values = view.keyword('additionalProperties').filter(({isObject}) => isObject)
      return view.properties.size === 0 && values.length > 0 ? {kind: 'map', items: inner(values)} : {kind: 'object'}
    }
    default:
      // Sound: `boolean` is the only one left; what is no type of JSON Schema is a fault that others tell.
      return type === 'boolean' ? {kind: type satisfies ShapeKind} : unknownShape
  }
}

function bitsOf(view: SchemaView, format: string): Pick<Shape, 'bits'> {
  if (format === 'int32') return {bits: 32}
  const isSmall = view.keyword('maximum').some(({number}) => number !== undefined && number <= largest32)
  return /^u?int64$/.test(format) && !isSmall ? {bits: 64} : {}
}
