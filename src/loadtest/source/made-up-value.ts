import {canonical} from '../../contracts/json/validation/canonical.js'
import {Validator} from '../../contracts/json/validation/validator.js'
import type {JsonNode, OpenApiContract, SchemaView} from '../../contracts/openapi/model.js'
import {textFor} from './pattern.js'

/** A schema that refers to itself has no end. */
const deepest = 5

/** So many ways are tried where a schema has alternatives. */
const mostChoices = 8

/** Longer lists are not made up. */
const mostItems = 100

/** What is made, and how. */
interface Making {
  readonly contract: OpenApiContract
  /** Which of several alternatives is taken. */
  readonly choice: number
  /** Another turn gives another value: the items of a list may have to differ. */
  readonly turn: number
  readonly depth: number
}

/** A value that a schema admits in a request, checked; undefined when none is found. */
export function madeUpValue(schema: JsonNode, contract: OpenApiContract): unknown {
  const validator = new Validator(contract.document, 'request')
  const view = contract.document.view(schema)
  for (let choice = 0; choice < mostChoices; choice++) {
    const value = madeUp(view, {contract, choice, turn: 0, depth: 0})
    if (value !== undefined && validator.misfits(schema, value).length === 0) return value
  }
  return undefined
}

/** Values that a schema itself names. */
export function statedIn(view: SchemaView): unknown[] {
  for (const keyword of ['example', 'examples', 'default', 'const', 'enum']) {
    const found = view.keyword(keyword)
    const values =
      keyword === 'examples' || keyword === 'enum' ? found.slice(0, 1).flatMap(list => list.children()) : found
    const usable = values.map(({value}) => value).filter(value => value !== null && value !== undefined)
    if (usable.length > 0) return usable
  }
  return []
}

function madeUp(view: SchemaView, making: Making): unknown {
  const {contract, choice, turn, depth} = making
  if (depth > deepest) return undefined
  const stated = depth > 0 ? statedIn(view) : []
  if (stated.length > 0) return stated[turn]
  const type = view.types[choice % Math.max(1, view.types.length)]
  if (type === undefined && view.alternatives.length > 0) return alternativeOf(view, making)
  if (type === 'integer' || type === 'number') return numberFor(view, type === 'integer', turn)
  if (type === 'boolean') return [true, false][turn]
  if (type === 'array') return listFor(view, making)
  if (type === 'object') return objectFor(view, making)
  // A parameter without a type is text to most services.
  return textFor(
    {
      format: view.keyword('format')[0]?.text,
      patterns: view.keyword('pattern').flatMap(({text}) => (text === undefined ? [] : [text])),
      minLength: limit(view, 'minLength') ?? 0,
      maxLength: limit(view, 'maxLength') ?? Number.POSITIVE_INFINITY,
    },
    turn,
  )

  function alternativeOf({alternatives}: SchemaView, from: Making): unknown {
    const values = alternatives
      .flat()
      .map(alternative => madeUp(contract.document.view(alternative), {...from, depth: depth + 1}))
      .filter(value => value !== undefined)
    return values[choice % Math.max(1, values.length)]
  }
}

function listFor(view: SchemaView, making: Making): unknown[] | undefined {
  const {contract, turn, depth} = making
  const count = Math.max(1, limit(view, 'minItems') ?? 1) + turn
  if (count > mostItems || count > (limit(view, 'maxItems') ?? mostItems)) return undefined
  const itemAt = (place: number) =>
    view.items.length === 0
      ? `item${place || ''}`
      : madeUp(contract.document.view(view.items), {...making, turn: place, depth: depth + 1})
  const first = itemAt(0)
  if (first === undefined) return undefined
  if (!view.keyword('uniqueItems').some(({boolean}) => boolean)) return Array.from({length: count}, () => first)
  const different = new Map<string, unknown>([[canonical(first), first]])
  for (let place = 1; different.size < count && place < 2 * count; place++) {
    const item = itemAt(place)
    if (item !== undefined) different.set(canonical(item), item)
  }
  return different.size < count ? undefined : [...different.values()]
}

/** What is required, and as many others as there have to be. */
function objectFor(
  view: SchemaView,
  making: Making,
  alternatives = view.alternatives,
): Record<string, unknown> | undefined {
  const {contract, depth} = making
  const members = new Map<string, unknown>()
  const views = [...view.properties].map(([name, {schemas}]) => [name, contract.document.view(schemas)] as const)
  // What only answers have is not sent, even where it is required.
  const sent = views.filter(([, each]) => !each.keyword('readOnly').some(({boolean}) => boolean))
  const memberOf = (each: SchemaView) => {
    const inner = {...making, depth: depth + 1}
    // Where one member has no other value, another one makes the difference.
    return madeUp(each, inner) ?? madeUp(each, {...inner, turn: 0})
  }
  for (const name of view.required.keys()) {
    const [known] = views.filter(([property]) => property === name)
    const property = sent.find(([property]) => property === name)
    if (known && property === undefined) continue
    const value = property && memberOf(property[1])
    if (value === undefined) return undefined
    members.set(name, value)
  }
  for (const [name, each] of sent) {
    if (members.size >= (limit(view, 'minProperties') ?? 0)) break
    const value = members.has(name) ? undefined : memberOf(each)
    if (value !== undefined) members.set(name, value)
  }
  for (const group of alternatives) {
    const alternative = group[making.choice % group.length]
    // It may say no more than what is required, of the properties of the object that it stands in.
    const both = alternative && contract.document.view([...view.parts, alternative])
    const own = alternative ? contract.document.view(alternative).alternatives : []
    const value = both && depth < deepest ? objectFor(both, {...making, depth: depth + 1}, own) : undefined
    for (const [name, member] of Object.entries(value ?? {})) members.set(name, member)
  }
  return Object.fromEntries(members)
}

/** A number within the bounds of a schema that is a multiple of what it says. */
function numberFor(view: SchemaView, whole: boolean, turn: number): number | undefined {
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
  const shifts = Array.from({length: 2 * turn + 3}, (_, index) => Math.ceil(index / 2) * (index % 2 === 0 ? -1 : 1))
  const candidates =
    step === 0
      ? near.flatMap(value => shifts.map(shift => value + shift / (turn + 1)))
      : near.flatMap(value => shifts.map(shift => (Math.round(value / step) + shift) * step))
  const found = candidates.filter(admits)
  return turn === 0 ? found[0] : [...new Set(found)][turn]
}

/** The value of a keyword that limits something; where several hold, the strictest is not worth finding out. */
function limit(view: SchemaView, keyword: string): number | undefined {
  return view.keyword(keyword).find(({number}) => number !== undefined)?.number
}
