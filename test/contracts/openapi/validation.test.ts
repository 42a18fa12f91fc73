import {Ajv2020} from 'ajv/dist/2020.js'
import {default as formats} from 'ajv-formats'
import {describe, expect, test} from 'vitest'
import {readJson} from '../../../src/contracts/json/document.js'
import {type Direction, Validator} from '../../../src/contracts/json/validation/validator.js'
import {readOpenApi} from '../../../src/contracts/openapi/reader.js'

/*
 * Values are judged without compiling their schemas. What fits and what does not is decided by AJV: both have to say
 * the same about every pair below.
 */
const tree = {type: 'object', required: ['v'], properties: {v: {type: 'integer'}, next: {$ref: '#/$defs/tree'}}}

// biome-ignore-start lint/suspicious/noThenProperty: a keyword of JSON Schema
const cases: readonly [schema: unknown, values: readonly unknown[]][] = [
  [true, [1, null, {}]],
  [false, [1, null, {}]],
  [{type: 'integer'}, [1, 1.0, 1.5, '1', null, true, [], {}]],
  [{type: ['number', 'null']}, [1, 1.5, null, '1', false]],
  [{type: 'object'}, [{}, [], null, 'a']],
  [{enum: [1, 'a', null, {a: 1, b: [2]}]}, [1, '1', 'a', null, {b: [2], a: 1}, {a: 1}, 0]],
  [{const: {a: [1]}}, [{a: [1]}, {a: [2]}, 'a']],
  [{minimum: 1, maximum: 3}, [0, 1, 2, 3, 4, 'a']],
  [{exclusiveMinimum: 1, exclusiveMaximum: 3}, [1, 1.1, 2.9, 3]],
  [{multipleOf: 0.5}, [1, 1.5, 1.25, -2]],
  [{minLength: 2, maxLength: 3}, ['a', 'ab', 'abc', 'abcd', '😀', '😀😀', 12]],
  [{pattern: '^[a-z]+$'}, ['abc', 'aBc', '', 4]],
  [{pattern: 'b'}, ['abc', 'ac']],
  [{pattern: '^\\p{L}+$'}, ['äß', 'a1']],
  [{type: 'string', format: 'date-time'}, ['2026-02-28T10:00:00Z', '2026-02-30T10:00:00Z', '2026-02-28', '']],
  [{format: 'date'}, ['2024-02-29', '2026-02-29', 5]],
  [{format: 'uuid'}, ['123e4567-e89b-12d3-a456-426614174000', '123e4567']],
  [{format: 'email'}, ['ada@example.com', 'ada']],
  [{format: 'uri'}, ['https://example.com/a', '/a', 'https://example.com/{a}']],
  [{format: 'ipv4'}, ['127.0.0.1', '127.0.0.256']],
  [{format: 'int32'}, [5, 2 ** 31, 1.5, 'a']],
  [{format: 'byte'}, ['YWJj', 'a']],
  [{minItems: 1, maxItems: 2}, [[], [1], [1, 2], [1, 2, 3], 'abc']],
  [
    {uniqueItems: true},
    [
      [1, 2],
      [1, 1],
      [1, '1'],
      [
        {a: 1, b: 2},
        {b: 2, a: 1},
      ],
      [[1], [1]],
      [0, false],
      [null, 0],
    ],
  ],
  [{items: {type: 'string'}}, [[], ['a'], ['a', 1]]],
  [{prefixItems: [{type: 'string'}, {type: 'integer'}], items: false}, [['a'], ['a', 1], ['a', 1, 2], [1]]],
  [{prefixItems: [{type: 'string'}], items: {type: 'integer'}}, [['a', 1], ['a', 'b'], []]],
  [{contains: {type: 'string'}}, [['a'], [1], [], [1, 'a']]],
  [{contains: {type: 'string'}, minContains: 0, maxContains: 1}, [[], ['a'], ['a', 'b']]],
  [{contains: {type: 'string'}, minContains: 2}, [['a'], ['a', 1, 'b']]],
  [{minProperties: 1, maxProperties: 2}, [{}, {a: 1}, {a: 1, b: 2}, {a: 1, b: 2, c: 3}]],
  [{required: ['a', 'b']}, [{}, {a: 1}, {a: 1, b: null}, {constructor: 1}, []]],
  [{required: ['constructor']}, [{}, {constructor: 1}]],
  [{properties: {a: {type: 'string'}}}, [{}, {a: 'x'}, {a: 1}, {b: 1}]],
  [{properties: {toString: {type: 'string'}}, additionalProperties: false}, [{}, {toString: 'a'}, {toString: 1}]],
  [{properties: {a: {}}, additionalProperties: false}, [{a: 1}, {a: 1, b: 2}]],
  [{properties: {a: {}}, additionalProperties: {type: 'integer'}}, [{a: 'x', b: 2}, {b: 'x'}]],
  [{patternProperties: {'^x-': {type: 'string'}}, additionalProperties: false}, [{'x-a': 'b'}, {'x-a': 1}, {y: 'a'}]],
  [{properties: {'x-a': {minLength: 2}}, patternProperties: {'^x-': {type: 'string'}}}, [{'x-a': 'b'}, {'x-a': 'bc'}]],
  [{propertyNames: {pattern: '^[a-z]+$'}}, [{a: 1}, {A: 1}, {}]],
  [{dependentRequired: {a: ['b']}}, [{}, {a: 1}, {a: 1, b: 2}, {b: 2}]],
  [{dependentSchemas: {a: {required: ['b']}}}, [{}, {a: 1}, {a: 1, b: 2}]],
  [{allOf: [{required: ['a']}, {properties: {a: {type: 'string'}}}]}, [{}, {a: 'x'}, {a: 1}]],
  [{anyOf: [{type: 'string'}, {type: 'integer', minimum: 5}]}, ['a', 5, 4, null]],
  [{oneOf: [{type: 'number'}, {type: 'integer'}]}, [1, 1.5, 'a']],
  [{oneOf: [{required: ['a']}, {required: ['b']}]}, [{a: 1}, {b: 1}, {a: 1, b: 1}, {}]],
  [{not: {type: 'string'}}, ['a', 1]],
  [
    {if: {properties: {kind: {const: 'a'}}, required: ['kind']}, then: {required: ['x']}, else: {required: ['y']}},
    [{kind: 'a'}, {kind: 'a', x: 1}, {kind: 'b'}, {y: 1}],
  ],
  [{if: {type: 'string'}, then: {minLength: 2}}, ['a', 'ab', 1]],
  [{$ref: '#/$defs/tree'}, [{v: 1}, {v: 1, next: {v: 2}}, {v: 1, next: {v: 'a'}}, {v: 1, next: {next: {v: 1}}}]],
  [{$ref: '#/$defs/tree', required: ['next']}, [{v: 1}, {v: 1, next: {v: 2}}]],
  [
    {properties: {a: {}}, allOf: [{properties: {b: {}}}], unevaluatedProperties: false},
    [{a: 1}, {b: 1}, {a: 1, b: 1}, {c: 1}],
  ],
  [
    {anyOf: [{properties: {a: {const: 1}}, required: ['a']}, {properties: {b: {}}}], unevaluatedProperties: false},
    [{a: 1}, {a: 2}, {b: 1}, {a: 1, b: 1}, {a: 2, b: 1}],
  ],
  [{allOf: [{properties: {a: {}}, unevaluatedProperties: true}], unevaluatedProperties: false}, [{a: 1}, {b: 1}]],
  [{allOf: [{unevaluatedProperties: false}], properties: {a: {}}}, [{}, {a: 1}]],
  [{$ref: '#/$defs/tree', unevaluatedProperties: false}, [{v: 1}, {v: 1, w: 2}]],
  [{if: {required: ['a']}, then: {properties: {a: {}}}, unevaluatedProperties: false}, [{a: 1}, {b: 1}, {}]],
  [{not: {properties: {a: {type: 'string'}}, required: ['a']}, unevaluatedProperties: false}, [{}, {a: 1}, {a: 'b'}]],
  [{properties: {a: {}}, unevaluatedProperties: {type: 'integer'}}, [{a: 'x', b: 1}, {b: 'x'}]],
  [{prefixItems: [{}], unevaluatedItems: false}, [[1], [1, 2], []]],
  [
    {allOf: [{prefixItems: [{}, {}]}], prefixItems: [{}], unevaluatedItems: {type: 'string'}},
    [
      [1, 2],
      [1, 2, 3],
      [1, 2, 'a'],
    ],
  ],
  [{contains: {type: 'string'}, unevaluatedItems: {type: 'integer'}}, [['a'], ['a', 1]]],
  [{allOf: [{items: {}}], unevaluatedItems: false}, [[1, 2]]],
]
// biome-ignore-end lint/suspicious/noThenProperty: a keyword of JSON Schema

const ajv = new Ajv2020({strict: false, ownProperties: true})
// Sound: the module is CommonJS, whose `default` is the function.
;(formats as unknown as (to: Ajv2020) => void)(ajv)

describe.each(cases.map(([schema, values]) => [JSON.stringify(schema), schema, values] as const))(
  '%s',
  (_, schema, values) => {
    test.each(values.map(value => [JSON.stringify(value), value] as const))('%s', (_text, value) => {
      const fits = ajv.compile(typeof schema === 'object' ? {...schema, $defs: {tree}} : (schema as boolean))
      expect(misfits(schema, value).length === 0).toBe(fits(value))
    })
  },
)

test.each([
  ['3.0 null by nullable', '3.0.3', {type: 'string', nullable: true, enum: ['a']}, null, true],
  ['3.0 null beside allOf', '3.0.3', {nullable: true, allOf: [{$ref: '#/$defs/tree'}]}, null, true],
  ['3.0 no null', '3.0.3', {type: 'string'}, null, false],
  ['3.1 nullable says nothing', '3.1.0', {type: 'string', enum: ['a']}, null, false],
  ['3.0 exclusive bound', '3.0.3', {minimum: 1, exclusiveMinimum: true}, 1, false],
  ['3.0 inclusive bound', '3.0.3', {minimum: 1, exclusiveMinimum: false}, 1, true],
  ['3.0 ignores what is beside a $ref', '3.0.3', {$ref: '#/$defs/tree', required: ['x']}, {v: 1}, true],
  // AJV takes all items for evaluated as soon as one is what `contains` says; the specification only that one.
  ['3.1 items beside contains', '3.1.0', {contains: {type: 'string'}, unevaluatedItems: false}, ['a', 1], false],
  ['a pattern that is none', '3.1.0', {pattern: '('}, 'a', true],
  ['a format that is unknown', '3.1.0', {format: 'order-number'}, 'a', true],
] as const)('%s', (_, version, schema, value, fits) => {
  expect(misfits(schema, value, version).length === 0).toBe(fits)
})

test.each([
  ['request', {name: 'Ada', password: 'x'}, []],
  ['request', {name: 'Ada'}, ['has no "password", which is required']],
  ['response', {name: 'Ada', id: '1'}, []],
  ['response', {name: 'Ada'}, ['has no "id", which is required']],
  ['either', {name: 'Ada'}, []],
  ['either', {}, ['has no "name", which is required']],
] as const)('a %s has %j', (direction, value, problems) => {
  const marks = {properties: {id: {readOnly: true}, password: {allOf: [{writeOnly: true}]}}}
  const schema = {allOf: [{required: ['id', 'name', 'password']}, marks]}
  expect(misfits(schema, value, '3.1.0', direction).map(({problem}) => problem)).toEqual(problems)
})

test('a schema that chooses itself forever ends', () => {
  const loop = {anyOf: [{$ref: '#/$defs/schema'}, {allOf: [{$ref: '#/$defs/schema'}]}]}
  expect(misfits(loop, 1)).toEqual([])
})

test('examples that are too much work leave less to the next, and small ones are judged all the same', () => {
  const next = (level: number) => ({$ref: `#/$defs/schema/$defs/level${level + 1}`})
  const levels = Array.from({length: 60}, (_, level) => [`level${level}`, {anyOf: [next(level), {not: next(level)}]}])
  const $defs = Object.fromEntries([...levels, ['level60', {type: 'string'}]])
  const {validator, node} = judge({$ref: '#/$defs/schema/$defs/level0', $defs})
  const results = Array.from({length: 500}, () => validator.misfits(node, 1))
  expect(results.flat()).toEqual([])
  const last = node.at('$defs', 'level60')
  expect(last && validator.misfits(last, 1)).toHaveLength(1)
})

test('the alternative that was meant is told about', () => {
  const order = {type: 'object', properties: {total: {type: 'number'}}}
  expect(misfits({oneOf: [{type: 'null'}, order]}, {total: 'a'})).toEqual([
    {path: ['total'], problem: 'has to be a number, not a string', isType: true},
  ])
})

function misfits(schema: unknown, value: unknown, version = '3.1.0', direction: Direction = 'either') {
  const {validator, node} = judge(schema, version, direction)
  return validator.misfits(node, value)
}

function judge(schema: unknown, version = '3.1.0', direction: Direction = 'either') {
  const text = JSON.stringify({openapi: version, paths: {}, $defs: {schema, tree}})
  const [document] = readJson({path: 'openapi.json', text}).documents
  const node = document?.root.at('$defs', 'schema')
  if (!document || !node) throw new Error('The document can be read.')
  return {validator: new Validator(readOpenApi(document).document, direction), node}
}
