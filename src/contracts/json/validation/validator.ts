import type {JsonNode} from '../node.js'
import type {References} from '../references.js'
import type {Schemas} from '../schema.js'
import {fitsTypes, typeOfValue, typesAllowed, typesInWords} from '../value-type.js'
import {canonical} from './canonical.js'
import {arrayMisfits, objectMisfits} from './containers.js'
import {addEvaluated, addPart, type Evaluated, type Misfit, nothingEvaluated, undescribedIn} from './misfit.js'
import {scalarProblem} from './scalars.js'

/**
 * Which way a value goes: in a request no `readOnly` property is needed, in a response no `writeOnly` one. `expected` is
 * the part of a response that somebody counts on: nothing is missing in it, and on what the schema does not describe
 * nobody can count.
 */
export type Direction = 'request' | 'response' | 'either' | 'expected'

/** What has to be known about a contract to judge values by its schemas. */
export interface Validated extends Schemas {
  readonly references: References
  /** What stands beside a `$ref` counts. */
  readonly siblings: boolean
}

/** One step of the judgement. */
export interface Visit {
  readonly path: readonly (string | number)[]
  /** Schemas that hold for the same value, from the outside in: what one requires another may call `readOnly`. */
  readonly around: readonly JsonNode[]
  readonly evaluated: Evaluated | undefined
}

/** Schemas that choose themselves forever, and examples with more work than this, count as fitting. */
const deepest = 200
const mostVisits = 100_000

/** What is left for each example after many that were too much work. */
const fewestVisits = 1000

/**
 * Judges values by schemas where they are written: references are followed, not copied, and nothing is compiled. Each
 * example meets its schema once, so making code for every schema would cost more than all the judging.
 */
export class Validator {
  #visits = 0
  #most = mostVisits
  /** How often a missing property was forgiven because of its direction. */
  waived = 0

  constructor(
    readonly document: Validated,
    readonly direction: Direction,
  ) {}

  /** What is wrong with a value, in the order of its parts. */
  misfits(schema: JsonNode, value: unknown): readonly Misfit[] {
    this.#visits = 0
    const evaluated = this.direction === 'expected' ? nothingEvaluated() : undefined
    const misfits = this.visit(schema, value, {path: [], around: [], evaluated})
    // Where one example is too much work, a thousand others are, too: a whole contract must not take for ever.
    if (this.#visits > this.#most) this.#most = Math.max(fewestVisits, Math.floor(this.#most / 2))
    return evaluated ? [...misfits, ...undescribedIn(value, evaluated, misfits)] : misfits
  }

  /** The same for what is at a key of the value, by one of the schemas that hold for it. */
  part(schema: JsonNode, value: unknown, key: string | number, {path, evaluated: whole}: Visit): Misfit[] {
    const evaluated = this.direction === 'expected' && whole ? nothingEvaluated() : undefined
    const misfits = this.visit(schema, value, {path: [...path, key], around: [], evaluated})
    if (whole && evaluated) addPart(whole, key, evaluated)
    return misfits
  }

  /** The same for a value as a whole that others hold for, too. */
  visit(schema: JsonNode, value: unknown, visit: Visit): Misfit[] {
    if (schema.value === false) return [{path: visit.path, problem: 'is not allowed'}]
    if (!schema.isObject || ++this.#visits > this.#most || visit.around.length > deepest) return []
    const isOld = !this.document.siblings
    const closes = schema.get('unevaluatedProperties') ?? schema.get('unevaluatedItems')
    const inner = closes && !visit.evaluated ? {...visit, evaluated: nothingEvaluated()} : visit
    const {ref} = schema
    if (ref !== undefined) {
      const step = this.document.references.step(schema, ref)
      const target = 'node' in step ? this.#beside(step.node, value, schema, inner) : []
      if (isOld || target.length > 0 || schema.children().length === 1) return target
    }
    // Where null is allowed, people mean the whole schema, whatever its allOf says.
    if (isOld && value === null && schema.get('nullable')?.boolean === true) return []
    const types = typesAllowed(schema)
    if (types && !fitsTypes(value, types)) {
      const problem = `has to be ${typesInWords(types)}, not ${typesInWords([typeOfValue(value)])}`
      return [{path: visit.path, problem, isType: true}]
    }
    const misfits = [
      ...this.#valueMisfits(schema, value, visit.path),
      ...(Array.isArray(value) ? arrayMisfits(this, schema, value, inner) : []),
      ...(isRecord(value) ? objectMisfits(this, schema, value, inner) : []),
      ...this.#composed(schema, value, inner),
    ]
    return [...misfits, ...(misfits.length === 0 ? this.#unevaluated(schema, value, inner) : [])]
  }

  /** Whether a value fits; what was looked at counts only then. */
  fits(schema: JsonNode, value: unknown, outer: JsonNode, visit: Visit): boolean {
    const evaluated = visit.evaluated && nothingEvaluated()
    const fits = this.#beside(schema, value, outer, {...visit, evaluated}).length === 0
    if (fits) addEvaluated(visit.evaluated, evaluated)
    return fits
  }

  /** A schema that holds for the same value as another one. */
  #beside(schema: JsonNode, value: unknown, outer: JsonNode, visit: Visit): Misfit[] {
    return this.visit(schema, value, {...visit, around: [...visit.around, outer]})
  }

  #valueMisfits(schema: JsonNode, value: unknown, path: Visit['path']): Misfit[] {
    const list = schema.get('enum')
    if (list?.isArray && !list.children().some(item => isSame(item.value, value))) {
      const shown = list.children().map(item => JSON.stringify(item.value))
      const some = shown.length > 8 ? `${shown.slice(0, 8).join(', ')}, …` : shown.join(', ')
      return [{path, problem: `has to be one of ${some}, but is ${brief(value)}`}]
    }
    const constant = schema.get('const')
    if (constant && !isSame(constant.value, value))
      return [{path, problem: `has to be ${brief(constant.value)}, but is ${brief(value)}`}]
    const problem = scalarProblem(schema, value)
    return problem === undefined ? [] : [{path, problem}]
  }

  #composed(schema: JsonNode, value: unknown, visit: Visit): Misfit[] {
    const misfits = items(schema, 'allOf').flatMap(part => this.#beside(part, value, schema, visit))
    for (const keyword of ['anyOf', 'oneOf'] as const) misfits.push(...this.#chosen(schema, keyword, value, visit))
    // Of a part nobody can tell whether the whole is what these speak of.
    if (this.direction === 'expected') {
      for (const keyword of ['then', 'else']) {
        const part = schema.get(keyword)
        if (part) this.fits(part, value, schema, visit)
      }
      return misfits
    }
    const not = schema.get('not')
    if (not && this.fits(not, value, schema, {...visit, evaluated: undefined}))
      misfits.push({path: visit.path, problem: 'is what "not" forbids'})
    const condition = schema.get('if')
    if (condition) {
      const then = schema.get(this.fits(condition, value, schema, visit) ? 'then' : 'else')
      if (then) misfits.push(...this.#beside(then, value, schema, visit))
    }
    return misfits
  }

  #chosen(schema: JsonNode, keyword: 'anyOf' | 'oneOf', value: unknown, visit: Visit): Misfit[] {
    const members = items(schema, keyword)
    if (members.length === 0) return []
    const named = this.#discriminated(schema, members, value)
    if (named) return this.#beside(named, value, schema, visit)
    const before = this.waived
    const results = members.map(member => {
      const evaluated = visit.evaluated && nothingEvaluated()
      return {evaluated, misfits: this.#beside(member, value, schema, {...visit, evaluated})}
    })
    const fitting = results.filter(({misfits}) => misfits.length === 0)
    for (const {evaluated} of fitting) addEvaluated(visit.evaluated, evaluated)
    if (
      fitting.length === 1 ||
      (fitting.length > 1 && (keyword === 'anyOf' || this.waived > before || this.direction === 'expected'))
    )
      return []
    if (fitting.length > 1) {
      const problem = `fits ${fitting.length} of the ${members.length} alternatives of "oneOf", but may fit one only`
      return [{path: visit.path, problem}]
    }
    const meant = results.filter(({misfits}) => !misfits.some(each => each.isType && each.path === visit.path))
    const [only] = meant.length === 1 ? meant : results.length === 1 ? results : []
    if (only) {
      addEvaluated(visit.evaluated, only.evaluated)
      return only.misfits
    }
    return [
      {
        path: visit.path,
        problem: `fits none of the ${members.length} alternatives of "${keyword}"`,
        ...(meant.length === 0 && {isType: true}),
      },
    ]
  }

  /** The alternative that the discriminator of a value names. */
  #discriminated(schema: JsonNode, members: readonly JsonNode[], value: unknown): JsonNode | undefined {
    const discriminator = schema.get('discriminator')
    const property = discriminator?.get('propertyName')?.text
    const name = property !== undefined && isRecord(value) ? value[property] : undefined
    if (typeof name !== 'string') return undefined
    const mapped = discriminator?.at('mapping', name)?.text ?? name
    const last = mapped.split('/').at(-1)
    return members.find(({ref}) => ref !== undefined && (ref === mapped || ref.split('/').at(-1) === last))
  }

  #unevaluated(schema: JsonNode, value: unknown, visit: Visit): Misfit[] {
    const {evaluated, path} = visit
    if (!evaluated) return []
    const misfits: Misfit[] = []
    const check = (rest: JsonNode, key: string | number, part: unknown) => {
      if (rest.value === false) misfits.push({path: [...path, key], problem: 'is not described by the schema'})
      else misfits.push(...this.part(rest, part, key, visit))
    }
    const properties = schema.get('unevaluatedProperties')
    if (properties && isRecord(value))
      for (const [name, part] of Object.entries(value)) {
        if (!evaluated.properties.has(name)) check(properties, name, part)
        evaluated.properties.add(name)
      }
    const rest = schema.get('unevaluatedItems')
    if (rest && Array.isArray(value)) {
      for (const [index, part] of value.entries())
        if (index >= evaluated.items && !evaluated.contained.has(index)) check(rest, index, part)
      evaluated.items = Number.POSITIVE_INFINITY
    }
    return misfits
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function items(schema: JsonNode, keyword: string): JsonNode[] {
  const list = schema.get(keyword)
  return list?.isArray ? list.children() : []
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  return typeof one === 'object' && typeof other === 'object' && canonical(one) === canonical(other)
}

function brief(value: unknown): string {
  const text = canonical(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
