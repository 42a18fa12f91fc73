import {fullFormats} from 'ajv-formats/dist/formats.js'
import type {JsonNode} from '../node.js'
import {patternMatches} from '../pattern/pattern-matches.js'

/** What is wrong with a number or a string by the keywords about them; undefined when nothing is. */
export function scalarProblem(schema: JsonNode, value: unknown): string | undefined {
  if (typeof value === 'number') return numberProblem(schema, value) ?? formatProblem(schema, value)
  return typeof value === 'string' ? (textProblem(schema, value) ?? formatProblem(schema, value)) : undefined
}

function numberProblem(schema: JsonNode, value: number): string | undefined {
  const [minimum, maximum] = [schema.get('minimum')?.number, schema.get('maximum')?.number]
  const [above, below] = [schema.get('exclusiveMinimum'), schema.get('exclusiveMaximum')]
  // OpenAPI 3.0 says `exclusiveMinimum: true` beside `minimum`.
  const least = above?.boolean === true ? minimum : above?.number
  const most = below?.boolean === true ? maximum : below?.number
  if (least !== undefined && value <= least) return `has to be above ${least}, but is ${value}`
  if (most !== undefined && value >= most) return `has to be below ${most}, but is ${value}`
  if (minimum !== undefined && value < minimum) return `has to be at least ${minimum}, but is ${value}`
  if (maximum !== undefined && value > maximum) return `has to be at most ${maximum}, but is ${value}`
  const step = schema.get('multipleOf')?.number
  return step === undefined || step <= 0 || isMultiple(value, step)
    ? undefined
    : `has to be a multiple of ${step}, but is ${value}`
}

/** 0.3 is a multiple of 0.1, whatever the processor says. */
function isMultiple(value: number, step: number): boolean {
  const times = value / step
  return Math.abs(times - Math.round(times)) <= 1e-9 * Math.max(1, Math.abs(times))
}

function textProblem(schema: JsonNode, value: string): string | undefined {
  const [shortest, longest] = [schema.get('minLength')?.number, schema.get('maxLength')?.number]
  if (shortest !== undefined || longest !== undefined) {
    // A character beyond U+FFFF counts once.
    const length = [...value].length
    if (shortest !== undefined && length < shortest)
      return `has to have at least ${characters(shortest)}, but has ${length}`
    if (longest !== undefined && length > longest)
      return `has to have at most ${characters(longest)}, but has ${length}`
  }
  const pattern = schema.get('pattern')?.text
  return pattern === undefined || patternMatches(pattern, value) !== false
    ? undefined
    : `has to match the pattern "${pattern}", but is ${cut(JSON.stringify(value))}`
}

function characters(count: number): string {
  return `${count} ${count === 1 ? 'character' : 'characters'}`
}

type Format = (typeof fullFormats)[keyof typeof fullFormats]

function formatProblem(schema: JsonNode, value: string | number): string | undefined {
  const name = schema.get('format')?.text
  if (name === undefined || !Object.hasOwn(fullFormats, name)) return undefined
  // Sound: the table has the name as its own.
  const format = fullFormats[name as keyof typeof fullFormats]
  return hasFormat(format, value) ? undefined : `has to have the format "${name}", but is ${cut(JSON.stringify(value))}`
}

function hasFormat(format: Format, value: string | number): boolean {
  if (typeof format === 'boolean' || typeof format === 'string') return true
  if (format instanceof RegExp) return typeof value !== 'string' || format.test(value)
  if (typeof format === 'function') return typeof value !== 'string' || format(value)
  if (typeof value !== (format.type ?? 'string')) return true
  const {validate} = format
  if (validate instanceof RegExp) return validate.test(String(value))
  // Sound: the type of the value is the one that the definition is for; none of the table is asynchronous.
  return typeof validate === 'function' ? (validate as (data: string | number) => boolean)(value) : true
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
