import type {JsonNode, MediaType, OpenApiContract, Parameter, SchemaView} from '../contracts/openapi/model.js'
import {textFor} from './pattern.js'

/** Values for a parameter; at least one. */
export interface Samples {
  readonly values: readonly [unknown, ...unknown[]]
  /** Made up from the schema: valid, but perhaps unknown to the service. */
  readonly guessed: boolean
}

/** A schema that refers to itself has no end. */
const deepest = 5

/** What the contract gives as values of a parameter or a body: its examples, else a default, else its enum, else one made up. */
export function sampleValues({node, schema}: Parameter | MediaType, contract: OpenApiContract): Samples | undefined {
  const described = [node, ...(node.get('content')?.children() ?? [])]
  const stated = described.flatMap(place => statedBy(place, contract))
  const view = schema && contract.document.view(schema)
  const [first, ...others] = stated.length > 0 ? stated : view ? statedIn(view) : []
  if (first !== undefined) return {values: [first, ...others], guessed: false}
  const made = view && madeUp(view, contract, 0)
  return made === undefined ? undefined : {values: [made], guessed: true}
}

/** `example` and `examples` of a parameter or media type. */
function statedBy(node: JsonNode, contract: OpenApiContract): unknown[] {
  const example = node.get('example')
  if (example !== undefined) return [example.value]
  const examples = (node.get('examples')?.children() ?? []).flatMap(child => {
    const value = contract.document.resolve(child)?.get('value')
    return value === undefined ? [] : [value.value]
  })
  return examples.filter(value => value !== null)
}

/** Values that a schema itself names. */
function statedIn(view: SchemaView): unknown[] {
  for (const keyword of ['example', 'examples', 'default', 'const', 'enum']) {
    const found = view.keyword(keyword)
    const values =
      keyword === 'examples' || keyword === 'enum' ? found.slice(0, 1).flatMap(list => list.children()) : found
    const usable = values.map(({value}) => value).filter(value => value !== null && value !== undefined)
    if (usable.length > 0) return usable
  }
  return []
}

/** A value that the schema admits, or undefined when none is found. */
function madeUp(view: SchemaView, contract: OpenApiContract, depth: number): unknown {
  if (depth > deepest) return undefined
  const [stated] = depth > 0 ? statedIn(view) : []
  if (stated !== undefined) return stated
  const [type] = view.types
  if (type === undefined && view.alternatives.length > 0) {
    for (const alternative of view.alternatives.flat()) {
      const value = madeUp(contract.document.view(alternative), contract, depth + 1)
      if (value !== undefined) return value
    }
    return undefined
  }
  if (type === 'integer' || type === 'number') return numberFor(view, type === 'integer')
  if (type === 'boolean') return true
  if (type === 'array') {
    const item = view.items.length > 0 ? madeUp(contract.document.view(view.items), contract, depth + 1) : 'item'
    const count = Math.max(1, limit(view, 'minItems') ?? 1)
    return item === undefined || count > 100 ? undefined : Array.from({length: count}, () => item)
  }
  if (type === 'object') {
    const members: [string, unknown][] = []
    for (const name of view.required.keys()) {
      const property = view.properties.get(name)
      // What only answers have is not sent, even where it is required.
      if (
        property &&
        contract.document
          .view(property.schemas)
          .keyword('readOnly')
          .some(({boolean}) => boolean)
      )
        continue
      const value = property && madeUp(contract.document.view(property.schemas), contract, depth + 1)
      if (value === undefined) return undefined
      members.push([name, value])
    }
    return Object.fromEntries(members)
  }
  // A parameter without a type is text to most services.
  return textFor({
    format: view.keyword('format')[0]?.text,
    patterns: view.keyword('pattern').flatMap(({text}) => (text === undefined ? [] : [text])),
    minLength: limit(view, 'minLength') ?? 0,
    maxLength: limit(view, 'maxLength') ?? Number.POSITIVE_INFINITY,
  })
}

/** A number within the bounds of a schema that is a multiple of what it says. */
function numberFor(view: SchemaView, whole: boolean): number | undefined {
  const step = Math.abs(limit(view, 'multipleOf') ?? (whole ? 1 : 0)) || (whole ? 1 : 0)
  // Up to 3.0 `exclusiveMinimum: true` makes the minimum exclusive; from 3.1 on it is a number of its own.
  const isExclusive = (name: string) => view.keyword(name).some(({boolean}) => boolean === true)
  const least = [limit(view, 'minimum'), limit(view, 'exclusiveMinimum')]
  const most = [limit(view, 'maximum'), limit(view, 'exclusiveMaximum')]
  const admits = (value: number) =>
    (least[0] === undefined || (isExclusive('exclusiveMinimum') ? value > least[0] : value >= least[0])) &&
    (least[1] === undefined || value > least[1]) &&
    (most[0] === undefined || (isExclusive('exclusiveMaximum') ? value < most[0] : value <= most[0])) &&
    (most[1] === undefined || value < most[1]) &&
    (!whole || Number.isInteger(value))
  const low = Math.max(...least.map(value => value ?? Number.NEGATIVE_INFINITY))
  const high = Math.min(...most.map(value => value ?? Number.POSITIVE_INFINITY))
  const near = [1, low, high, (low + high) / 2].filter(Number.isFinite)
  const candidates =
    step === 0 ? near : near.flatMap(value => [0, 1, -1].map(shift => (Math.round(value / step) + shift) * step))
  return candidates.find(admits)
}

/** The value of a keyword that limits something; where several hold, the strictest is not worth finding out. */
function limit(view: SchemaView, keyword: string): number | undefined {
  return view.keyword(keyword).find(({number}) => number !== undefined)?.number
}
