import {expect, test} from 'vitest'
import {readJson} from '../../../src/contracts/json/document.js'
import {readOpenApi} from '../../../src/contracts/openapi/reader.js'
import {describedFields, readFields} from '../../../src/pact/check/fields.js'

function described(schema: string): readonly string[] {
  const text = `openapi: 3.1.0\ncomponents:\n  schemas:\n    A: ${schema}\n    Money: {type: object, properties: {amount: {type: number}, unit: {type: string}}}\n`
  const [document] = readJson({path: 'a.yaml', text}).documents
  const node = document?.root.at('components', 'schemas', 'A')
  if (document === undefined || node === undefined) throw new Error('The schema cannot be read.')
  return describedFields(readOpenApi(document).document, node)
}

test('fields are told by the ways to them, through references, lists and alternatives', () => {
  const money = "{$ref: '#/components/schemas/Money'}"
  expect(
    described(`{type: array, items: {properties: {id: {}, total: ${money}, parts: {type: array, items: ${money}}}}}`),
  ).toEqual(['[].id', '[].total.amount', '[].total.unit', '[].parts[].amount', '[].parts[].unit'])
  expect(described(`{allOf: [${money}], oneOf: [{properties: {a: {}}}, {properties: {b: {}}}]}`)).toEqual([
    'amount',
    'unit',
    'a',
    'b',
  ])
})

test('a schema that is in itself ends where it begins again', () => {
  expect(
    described(
      "{properties: {id: {}, next: {$ref: '#/components/schemas/A'}, all: {type: array, items: {$ref: '#/components/schemas/A'}}}}",
    ),
  ).toEqual(['id'])
})

test('the fields of a value are told in the same form', () => {
  expect(readFields({id: 1, total: {amount: 1}, parts: [{amount: 1}, {unit: 'EUR'}], none: null})).toEqual([
    'id',
    'total.amount',
    'parts[].amount',
    'parts[].unit',
    'none',
  ])
  expect(readFields('text')).toEqual([])
})
