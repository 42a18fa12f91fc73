import {didYouMean} from '../../core/suggest.js'
import type {JsonNode} from './node.js'
import type {Problem} from './problem.js'

const types = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'] as const

type Check = (node: JsonNode) => string | undefined

const isSchema = (node: JsonNode) => node.isObject || node.boolean !== undefined
const said = (node: JsonNode) => `"${node.name}" of a schema`

const schema: Check = node => (isSchema(node) ? undefined : `${said(node)} must be a schema: an object or a boolean.`)
const text: Check = node => (node.text === undefined ? `${said(node)} must be a string.` : undefined)
const truth: Check = node => (node.boolean === undefined ? `${said(node)} must be true or false.` : undefined)
const number: Check = node => (node.number === undefined ? `${said(node)} must be a number.` : undefined)
const count: Check = node =>
  Number.isInteger(node.value) && (node.number ?? -1) >= 0
    ? undefined
    : `${said(node)} must be a whole number that is not negative.`
const list: Check = node => (node.isArray ? undefined : `${said(node)} must be an array.`)
const names: Check = node =>
  node.isArray && node.children().every(item => item.text !== undefined)
    ? undefined
    : `${said(node)} must be an array of property names.`
const type: Check = node => {
  for (const item of node.isArray ? node.children() : [node]) {
    const known: readonly unknown[] = types
    if (!known.includes(item.value))
      return `Type ${JSON.stringify(item.value)} is none of ${types.join(', ')}.${didYouMean(item.shown, types)}`
  }
  return undefined
}
const pattern: Check = node => {
  if (node.text === undefined) return text(node)
  try {
    new RegExp(node.text, 'u')
    return undefined
  } catch {
    return `${said(node)} is not a regular expression: "${node.text}".`
  }
}

/** What JSON Schema 2020-12 wants of its keywords. */
const keywords: Readonly<Record<string, Check>> = {
  type,
  pattern,
  title: text,
  description: text,
  format: text,
  $ref: text,
  $id: text,
  $anchor: text,
  enum: list,
  examples: list,
  required: names,
  multipleOf: node =>
    node.number === undefined || node.number <= 0 ? `${said(node)} must be a number above zero.` : undefined,
  ...each(['maximum', 'minimum', 'exclusiveMaximum', 'exclusiveMinimum'], number),
  ...each(
    ['maxLength', 'minLength', 'maxItems', 'minItems', 'maxProperties', 'minProperties', 'maxContains', 'minContains'],
    count,
  ),
  ...each(['uniqueItems', 'deprecated', 'readOnly', 'writeOnly'], truth),
  ...each(['items', 'additionalProperties', 'unevaluatedItems', 'unevaluatedProperties', 'contains', 'not'], schema),
  discriminator: node =>
    node.get('propertyName')?.text === undefined
      ? `${said(node)} must be an object with the string "propertyName".`
      : undefined,
  ...each(['xml', 'externalDocs'], node => (node.isObject ? undefined : `${said(node)} must be an object.`)),
  ...each(['if', 'then', 'else', 'propertyNames', 'contentSchema'], schema),
}

/** Members that hold schemas by name, or a list of them. */
const maps = ['properties', 'patternProperties', 'dependentSchemas', '$defs']
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems']

/**
 * Faults in the keywords of schemas from OpenAPI 3.1 on: there a schema is JSON Schema, which swagger-parser takes for
 * any object.
 */
export function schemaProblems(schemas: readonly JsonNode[]): Problem[] {
  const problems: Problem[] = []
  for (const node of schemas)
    for (const member of node.children()) {
      const {name} = member
      // A keyword of this name, not a member that every object inherits, such as `constructor`.
      const message = Object.hasOwn(keywords, name) ? keywords[name]?.(member) : undefined
      if (message !== undefined) problems.push({at: member, message})
      else if (maps.includes(name)) problems.push(...nested(member, member.isObject, 'an object of schemas'))
      else if (lists.includes(name))
        problems.push(...nested(member, member.isArray && member.children().length > 0, 'an array of schemas'))
    }
  return problems
}

function nested(member: JsonNode, isRight: boolean, wanted: string): Problem[] {
  if (!isRight) return [{at: member, message: `${said(member)} must be ${wanted}.`}]
  return member
    .children()
    .filter(child => !isSchema(child))
    .map(at => ({
      at,
      message: `${typeof at.key === 'number' ? `Item ${at.key + 1}` : `"${at.name}"`} of "${member.name}" must be a schema: an object or a boolean.`,
    }))
}

function each(names: readonly string[], check: Check): Record<string, Check> {
  return Object.fromEntries(names.map(name => [name, check]))
}
