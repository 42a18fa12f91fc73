import {expect, test} from 'vitest'
import {readJson} from '../../../src/contracts/json/document.js'
import {wayOf} from '../../../src/contracts/json/misfit-message.js'
import {Validator} from '../../../src/contracts/json/validation/validator.js'
import {readOpenApi} from '../../../src/contracts/openapi/reader.js'

/** What is wrong with a part of a value: `way: problem`, or the way alone of what is not described. */
function misfits(schema: string, value: unknown): readonly string[] {
  const text = `openapi: 3.1.0\ncomponents:\n  schemas:\n    A: ${schema}\n    Base: {type: object, required: [id], properties: {id: {type: string}}}\n`
  const [document] = readJson({path: 'a.yaml', text}).documents
  const node = document?.root.at('components', 'schemas', 'A')
  if (document === undefined || node === undefined) throw new Error('The schema cannot be read.')
  return new Validator(readOpenApi(document).document, 'expected')
    .misfits(node, value)
    .map(misfit => (misfit.isUndescribed ? wayOf(misfit) : `${wayOf(misfit)}: ${misfit.problem}`))
}

test('nothing is missing in a part', () => {
  expect(misfits('{type: object, required: [a, b], minProperties: 2, properties: {a: {}}}', {a: 1})).toEqual([])
  expect(misfits("{allOf: [{$ref: '#/components/schemas/Base'}, {required: [x]}]}", {})).toEqual([])
})

test('what no schema describes is told, wherever the others are described', () => {
  const composed =
    "{allOf: [{$ref: '#/components/schemas/Base'}], properties: {a: {type: integer}}, patternProperties: {'^x-': {}}}"
  expect(misfits(composed, {id: 'i', a: 1, 'x-b': 1})).toEqual([])
  expect(misfits(composed, {id: 'i', b: 1, c: 2})).toEqual(['b', 'c'])
  expect(misfits('{type: array, items: {properties: {a: {}}}}', [{a: 1}, {b: 1}])).toEqual(['[1].b'])
  expect(misfits('{properties: {a: {properties: {b: {}}}}}', {a: {c: 1}, d: 1})).toEqual(['a.c', 'd'])
})

test('what one of several schemas describes is described, however deep it lies', () => {
  const overlaid =
    '{allOf: [{properties: {data: {type: object}}}, {properties: {data: {properties: {id: {type: string}}}}}]}'
  expect(misfits(overlaid, {data: {id: 'i'}})).toEqual([])
  expect(misfits(overlaid, {data: {id: 7, x: 1}})).toEqual(['data.id: has to be a string, not an integer', 'data.x'])
  const listed = '{allOf: [{items: {properties: {a: {}}}}, {items: {properties: {b: {}}}}]}'
  expect(misfits(listed, [{a: 1, b: 1}, {c: 1}])).toEqual(['[1].c'])
  // An alternative that the part can not be describes nothing.
  const either =
    '{oneOf: [{required: [k], properties: {k: {const: 1}, d: {properties: {x: {}}}}}, {properties: {k: {const: 2}, d: {properties: {y: {}}}}}]}'
  expect(misfits(either, {k: 1, d: {x: 1}})).toEqual([])
  expect(misfits(either, {k: 1, d: {y: 1}})).toEqual(['d.y'])
})

test('maps describe their values; that others are allowed describes none', () => {
  expect(misfits('{type: object, additionalProperties: {type: string}}', {a: 'b'})).toEqual([])
  expect(misfits('{type: object, additionalProperties: {type: string}}', {a: 1})).toEqual([
    'a: has to be a string, not an integer',
  ])
  expect(misfits('{type: object, properties: {a: {}}, additionalProperties: true}', {b: 1})).toEqual(['b'])
  expect(misfits('{type: object, properties: {a: {}}, additionalProperties: false}', {b: 1})).toEqual(['b'])
  expect(misfits('{}', {b: 1})).toEqual([])
  expect(misfits('{type: object}', {b: 1})).toEqual(['b'])
})

test('alternatives are joined, and those of which the part can be none do not count', () => {
  const either =
    '{oneOf: [{type: object, required: [a], properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]}'
  expect(misfits(either, {b: 'x'})).toEqual([])
  expect(misfits(either, {a: 'x', b: 'x'})).toEqual([])
  expect(misfits(either, {c: 'x'})).toEqual(['c'])
  expect(
    misfits('{if: {required: [a]}, then: {properties: {b: {}}}, else: {properties: {c: {}}}, properties: {a: {}}}', {
      b: 1,
    }),
  ).toEqual([])
  expect(misfits('{type: object, properties: {a: {}}, not: {required: [b]}}', {a: 1})).toEqual([])
})

test('schemas that lead back to themselves', () => {
  expect(
    misfits("{properties: {next: {$ref: '#/components/schemas/A'}, id: {type: string}}}", {
      next: {next: {id: 7, x: 1}},
    }),
  ).toEqual(['next.next.id: has to be a string, not an integer', 'next.next.x'])
})
