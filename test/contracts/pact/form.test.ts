import {expect, test} from 'vitest'
import {readJson} from '../../../src/contracts/json/document.js'
import {readOpenApi} from '../../../src/contracts/openapi/reader.js'
import {formOf} from '../../../src/contracts/pact/form.js'

function form(schema: string, text: string): unknown {
  const [document] = readJson({
    path: 'a.yaml',
    text: `openapi: 3.1.0\ncomponents:\n  schemas:\n    A: ${schema}\n`,
  }).documents
  const node = document?.root.at('components', 'schemas', 'A')
  if (document === undefined || node === undefined) throw new Error('The schema cannot be read.')
  return formOf(readOpenApi(document).document, node, text)
}

test('texts are what the schema says, and stay texts where it says nothing', () => {
  const schema =
    '{properties: {name: {type: string}, age: {type: integer}, ok: {type: boolean}, ids: {type: array, items: {type: integer}}}}'
  expect(form(schema, 'name=7&age=7&ok=true&ids=1&ids=2&other=7')).toEqual({
    name: '7',
    age: 7,
    ok: true,
    ids: [1, 2],
    other: '7',
  })
  expect(form(schema, 'age=many&ids[]=1')).toEqual({age: 'many', ids: [1]})
})

test('brackets lead into objects and lists', () => {
  const schema =
    '{properties: {meta: {type: object, additionalProperties: {type: string}}, lines: {type: array, items: {properties: {pcs: {type: integer}}}}}}'
  expect(form(schema, 'meta[a]=1&meta[b]=x&lines[0][pcs]=2&lines[1][pcs]=3')).toEqual({
    meta: {a: '1', b: 'x'},
    lines: [{pcs: 2}, {pcs: 3}],
  })
})
