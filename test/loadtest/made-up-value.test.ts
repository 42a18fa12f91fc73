import {Ajv2020} from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import {expect, test} from 'vitest'
import {readJson} from '../../src/contracts/json/document.js'
import {readOpenApi} from '../../src/contracts/openapi/reader.js'
import {bodyPlan} from '../../src/loadtest/source/body-plan.js'
import {textFor} from '../../src/loadtest/source/pattern.js'

const ajv = new Ajv2020({strict: false})
formats.default(ajv)

/** The body that is made up for a schema of an OpenAPI 3.1 contract; undefined when there is none. */
function madeUp(schema: object, schemas: object = {}): unknown {
  const text = JSON.stringify({
    openapi: '3.1.0',
    info: {title: 'Made up', version: '1.0.0'},
    paths: {'/a': {post: {requestBody: {required: true, content: {'application/json': {schema}}}, responses: {}}}},
    components: {schemas},
  })
  const [document] = readJson({path: 'openapi.json', text}).documents
  if (document === undefined) throw new Error('It is JSON.')
  const contract = readOpenApi(document, {documents: new Map(), exemptPaths: []})
  const [operation] = contract.document.operations
  if (operation === undefined) throw new Error('It has an operation.')
  const plan = bodyPlan(operation, contract)
  return typeof plan === 'string' ? undefined : JSON.parse(plan?.bodies[0] ?? 'null')
}

const text = {type: 'string'}

test.each([
  {type: 'array', items: text, minItems: 3, uniqueItems: true},
  {type: 'array', items: {enum: ['a', 'b', 'c']}, minItems: 3, uniqueItems: true},
  {type: 'array', items: {type: 'integer', minimum: 5, maximum: 9}, minItems: 5, uniqueItems: true},
  {type: 'array', items: {type: 'number', exclusiveMinimum: 0, maximum: 1}, minItems: 4, uniqueItems: true},
  {type: 'array', items: {type: 'boolean'}, minItems: 2, uniqueItems: true},
  {type: 'array', items: {type: 'string', pattern: '^[A-Z]{2}\\d{2,5}$'}, minItems: 3, uniqueItems: true},
  {type: 'array', items: {type: 'string', minLength: 4, maxLength: 5}, minItems: 12, uniqueItems: true},
  {
    type: 'array',
    minItems: 3,
    uniqueItems: true,
    items: {
      type: 'object',
      required: ['id', 'kind'],
      properties: {kind: {const: 'a'}, id: {type: 'string', format: 'uuid'}},
    },
  },
  ...['uuid', 'date', 'date-time', 'time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'byte'].map(
    format => ({
      type: 'array',
      items: {type: 'string', format},
      minItems: 4,
      uniqueItems: true,
    }),
  ),
  {type: 'object', minProperties: 2, properties: {a: text, b: {type: 'integer'}, c: text}},
  {type: 'object', properties: {a: text, b: text}, required: ['a'], oneOf: [{required: ['b']}, {required: ['c']}]},
  {
    type: 'object',
    required: ['kind'],
    properties: {kind: {type: 'string'}},
    oneOf: [
      {properties: {kind: {const: 'card'}, number: {type: 'string', pattern: '^\\d{16}$'}}, required: ['number']},
      {properties: {kind: {const: 'bill'}}},
    ],
  },
  {
    oneOf: [
      {type: 'integer', minimum: 10},
      {type: 'string', maxLength: 3},
    ],
  },
  {
    anyOf: [
      {type: 'object', required: ['a'], properties: {a: false}},
      {type: 'object', required: ['b'], properties: {b: text}},
    ],
  },
  {
    allOf: [
      {type: 'object', required: ['a'], properties: {a: text}},
      {required: ['b'], properties: {b: {type: 'number'}}},
    ],
  },
  {type: ['null', 'object'], required: ['a'], properties: {a: text}},
  {type: 'object', required: ['a'], additionalProperties: false, properties: {a: {type: 'string', enum: ['x']}}},
  {type: 'integer', multipleOf: 7, minimum: 15},
  {type: 'string', minLength: 40},
  {type: 'object', not: {required: ['z']}, required: ['a'], properties: {a: text}},
])('what is made up for %j fits', schema => {
  const value = madeUp(schema)
  expect(value).toBeDefined()
  const judge = ajv.compile(schema)
  expect(judge(value), `${JSON.stringify(value)}: ${JSON.stringify(judge.errors)}`).toBe(true)
})

test.each([
  {type: 'array', items: {const: 'a'}, minItems: 2, uniqueItems: true},
  {type: 'string', pattern: '^a$', minLength: 2},
  {type: 'integer', minimum: 3, maximum: 2},
  {type: 'object', required: ['a'], properties: {a: {$ref: '#/components/schemas/Loop'}}},
  {type: 'object', required: ['a'], properties: {a: text}, not: {required: ['a']}},
])('nothing is sent that does not fit %j', schema => {
  const schemas = {
    Loop: {type: 'object', required: ['again'], properties: {again: {$ref: '#/components/schemas/Loop'}}},
  }
  expect(madeUp(schema, schemas)).toBeUndefined()
})

test('what only answers have is left out, and no demand of a request', () => {
  const id = {type: 'string', readOnly: true}
  expect(madeUp({type: 'object', required: ['id', 'name'], properties: {id, name: text}})).toEqual({name: 'abc'})
})

test('each turn gives another text, as long as there are some', () => {
  const texts = Array.from({length: 20}, (_, turn) =>
    textFor({format: undefined, patterns: [], minLength: 2, maxLength: 4}, turn),
  )
  expect(new Set(texts).size).toBe(20)
  expect(texts.every(each => each !== undefined && each.length >= 2 && each.length <= 4)).toBe(true)
  expect(textFor({format: undefined, patterns: ['^ab?$'], minLength: 0, maxLength: 9}, 5)).toBeUndefined()
})
