import type {JsonNode} from '../node.js'
import {patternMatches} from '../pattern/pattern-matches.js'
import {canonical} from './canonical.js'
import type {Misfit} from './misfit.js'
import type {Validator, Visit} from './validator.js'

/** What is wrong with an array by the keywords about arrays. */
export function arrayMisfits(
  validator: Validator,
  schema: JsonNode,
  value: readonly unknown[],
  visit: Visit,
): Misfit[] {
  const {path, evaluated} = visit
  const misfits = countMisfits(schema, value.length, ['minItems', 'maxItems'], 'item', path)
  if (schema.get('uniqueItems')?.boolean === true && new Set(value.map(canonical)).size < value.length)
    misfits.push({path, problem: 'has an item twice'})
  const judge = (items: JsonNode, index: number) => misfits.push(...validator.part(items, value[index], index, visit))
  const list = schema.get('items')
  // Until draft 7 a list of schemas stood in `items`, and those of what follows in `additionalItems`.
  const isList = list?.isArray === true
  const items = isList ? schema.get('additionalItems') : list
  const first = (isList ? list : schema.get('prefixItems'))?.children() ?? []
  for (const [index, item] of first.entries()) if (index < value.length) judge(item, index)
  if (items) for (let index = first.length; index < value.length; index++) judge(items, index)
  if (evaluated) evaluated.items = Math.max(evaluated.items, items ? Number.POSITIVE_INFINITY : first.length)
  return [...misfits, ...containsMisfits(validator, schema, value, {path, around: [], evaluated})]
}

function containsMisfits(
  validator: Validator,
  schema: JsonNode,
  value: readonly unknown[],
  {path, evaluated}: Visit,
): Misfit[] {
  const contains = schema.get('contains')
  if (!contains) return []
  const fitting = value.flatMap((item, index) => {
    const misfits = validator.visit(contains, item, {path: [...path, index], around: [], evaluated: undefined})
    return misfits.length === 0 ? index : []
  })
  for (const index of fitting) evaluated?.contained.add(index)
  const least = schema.get('minContains')?.number ?? 1
  const most = schema.get('maxContains')?.number ?? Number.POSITIVE_INFINITY
  if (fitting.length >= least && fitting.length <= most) return []
  const wanted = fitting.length < least ? `at least ${least}` : `at most ${most}`
  return [{path, problem: `has to have ${wanted} items as "contains" says, but has ${fitting.length}`}]
}

/** What is wrong with an object by the keywords about objects. */
export function objectMisfits(
  validator: Validator,
  schema: JsonNode,
  value: Readonly<Record<string, unknown>>,
  visit: Visit,
): Misfit[] {
  const {path} = visit
  const names = Object.keys(value)
  const isPart = validator.direction === 'expected'
  const misfits = isPart ? [] : countMisfits(schema, names.length, ['minProperties', 'maxProperties'], 'property', path)
  // Until draft 7 both kinds stood in `dependencies`.
  const dependencies = (keyword: string) =>
    [keyword, 'dependencies']
      .flatMap(each => schema.get(each)?.children() ?? [])
      .filter(({name}) => Object.hasOwn(value, name))
  const needed = [...listed(schema.get('required')), ...dependencies('dependentRequired').flatMap(listed)]
  const missing = [...new Set(isPart ? [] : needed)].filter(
    name => !Object.hasOwn(value, name) && !isWaived(validator, schema, name, visit),
  )
  if (missing.length > 0) misfits.push({path, problem: `has no ${namesOf(missing)} required`})
  for (const dependent of dependencies('dependentSchemas'))
    if (!dependent.isArray)
      misfits.push(...validator.visit(dependent, value, {...visit, around: [...visit.around, schema]}))
  const keys = schema.get('propertyNames')
  if (keys)
    for (const name of names)
      if (validator.visit(keys, name, {path, around: [], evaluated: undefined}).length > 0)
        misfits.push({path: [...path, name], problem: 'has a name that "propertyNames" forbids'})
  return [...misfits, ...memberMisfits(validator, schema, value, visit)]
}

function memberMisfits(
  validator: Validator,
  schema: JsonNode,
  value: Readonly<Record<string, unknown>>,
  visit: Visit,
): Misfit[] {
  const {path, evaluated} = visit
  const misfits: Misfit[] = []
  const properties = schema.get('properties')
  const patterns = schema.get('patternProperties')?.children() ?? []
  const isPart = validator.direction === 'expected'
  const others = schema.get('additionalProperties')
  if (evaluated && (properties?.children().length || patterns.length > 0 || others?.value === false))
    evaluated.isDescribed = true
  if (evaluated && schema.get('type')?.text === 'object') evaluated.isObject = true
  for (const [name, member] of Object.entries(value)) {
    const own = properties?.isObject ? properties.get(name) : undefined
    const schemas = [...(own ? [own] : []), ...patterns.filter(pattern => patternMatches(pattern.name, name) !== false)]
    if (schemas.length === 0 && others?.value === false)
      misfits.push({
        path: [...path, name],
        problem: 'is not described by the schema, which allows no others',
        isUndescribed: true,
      })
    // That others are allowed does not promise any of them.
    else if (schemas.length === 0 && others && !(isPart && others.value === true)) schemas.push(others)
    if (schemas.length > 0) evaluated?.properties.add(name)
    for (const each of schemas) misfits.push(...validator.part(each, member, name, visit))
  }
  return misfits
}

/** A property that is not sent in this direction is not missing in it. */
function isWaived(validator: Validator, schema: JsonNode, name: string, {around}: Visit): boolean {
  const {document, direction} = validator
  const marks = [...(direction === 'response' ? [] : ['readOnly']), ...(direction === 'request' ? [] : ['writeOnly'])]
  const isMarked = [schema, ...around].some(each => {
    const property = document.view(each).properties.get(name)
    if (!property) return false
    const view = document.view(property.schemas)
    return marks.some(mark => view.keyword(mark).some(({boolean}) => boolean === true))
  })
  if (isMarked) validator.waived++
  return isMarked
}

/** `"id", which is` or `"id", "name" and 3 more, which are`. */
function namesOf(missing: readonly string[]): string {
  const shown = missing.slice(0, missing.length > 4 ? 3 : 4).map(name => `"${name}"`)
  const more = missing.length > 4 ? [...shown, `${missing.length - 3} more`] : shown
  const list = more.length === 1 ? more.join('') : `${more.slice(0, -1).join(', ')} and ${more.at(-1)}`
  return `${list}, which ${missing.length === 1 ? 'is' : 'are'}`
}

function listed(list: JsonNode | undefined): string[] {
  return list?.isArray ? list.children().flatMap(({text}) => text ?? []) : []
}

function countMisfits(
  schema: JsonNode,
  count: number,
  [least, most]: readonly [string, string],
  what: 'item' | 'property',
  path: Visit['path'],
): Misfit[] {
  const [fewest, largest] = [schema.get(least)?.number, schema.get(most)?.number]
  const things = (number: number) =>
    `${number} ${what === 'item' ? (number === 1 ? 'item' : 'items') : number === 1 ? 'property' : 'properties'}`
  if (fewest !== undefined && count < fewest)
    return [{path, problem: `has to have at least ${things(fewest)}, but has ${count}`}]
  return largest !== undefined && count > largest
    ? [{path, problem: `has to have at most ${things(largest)}, but has ${count}`}]
    : []
}
