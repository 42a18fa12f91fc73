import {describe, expect, test} from 'vitest'
import {problems, read} from './read.js'

describe('message literals', () => {
  test('are read as the text format', () => {
    const {document} = read(`option (x) = {
  get: "/v1/{id=orders/*}" 'more'
  number: -1.5e+3, hex: 0xFF; infinite: -inf
  nested { a: TRUE } angle < b: 1 > list: [1, 2, -3] messages [{a: 1}, <a: 2>] empty: []
  [example.ext]: 1 [type.example.com/example.Any] { a: 1 }
  additional_bindings { put: "1" } additional_bindings: { put: "2" }
};`)
    expect(document.problems).toEqual([])
    const value = document.options[0]?.value
    expect(value?.members.map(({name, value: {kind, text}}) => [name, kind, text])).toEqual([
      ['get', 'string', '/v1/{id=orders/*}more'],
      ['number', 'number', '-1.5e+3'],
      ['hex', 'number', '0xFF'],
      ['infinite', 'number', '-inf'],
      ['nested', 'message', ''],
      ['angle', 'message', ''],
      ['list', 'list', ''],
      ['messages', 'list', ''],
      ['empty', 'list', ''],
      ['[example.ext]', 'number', '1'],
      ['[type.example.com/example.Any]', 'message', ''],
      ['additional_bindings', 'message', ''],
      ['additional_bindings', 'message', ''],
    ])
    expect(value?.get('list')?.items.map(({text}) => text)).toEqual(['1', '2', '-3'])
    expect(value?.get('nested')?.get('a')?.text).toBe('TRUE')
  })

  test.each([
    ['option (x) = { a 1 };', '1:18 Expected ":" behind the name of the field, not "1".'],
    ['option (x) = { a: [[1]] };', '1:20 A list cannot be in a list.'],
    ['option (x) = { a [1] };', '1:19 Expected a message literal, because ":" was left out, not "1".'],
    ['option (x) = -yes;', '1:15 Expected a number behind "-", not "yes".'],
    ['option (x) = ;', '1:14 Expected a value, not ";".'],
    ['option x = 0x;', '1:12 "0x" is not a number.'],
    ['option x = 08;', '1:12 "08" is not a number.'],
    ['option x = 1.5f;', '1:12 "1.5f" is not a number.'],
    ['option x = 12abc;', '1:12 "12abc" is not a number.'],
    ['option x = "\\q";', '1:13 This is no escape sequence that protobuf knows. Write "\\\\" for a backslash.'],
  ])('%j is a problem', (text, problem) => {
    expect(problems(text)).toEqual([problem])
  })
})
