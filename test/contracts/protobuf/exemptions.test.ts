import {expect, test} from 'vitest'
import type {Declaration} from '../../../src/contracts/protobuf/model.js'
import {read} from './read.js'

const text = `syntax = "proto3";

// A message.
// mesh-ignore proto-naming The name is older than the rule.
message old_name {
  string ID = 1;
  string Other = 2; // mesh-ignore protobuf/comments Behind it on its line.

  // mesh-ignore protobuf/time-field-type Set off by an empty line.

  int64 time = 3;
  // Speaks of mesh-ignore protobuf/file-name in a sentence.
  int64 last = 4;
}
message B { // mesh-ignore protobuf/naming Behind the brace.
  string C = 1;
}
`

const {document, exemption} = read(text)

function ignored(node: Declaration | undefined, rule: string): boolean {
  if (node === undefined || exemption === undefined) throw new Error('The file is not read.')
  return exemption(node, rule) !== undefined
}

const [id, other, time, last, c] = document.fields

test('a comment above a declaration exempts it and all that is in it', () => {
  expect(ignored(document.messages[0], 'protobuf/naming')).toBe(true)
  expect(ignored(id, 'protobuf/naming')).toBe(true)
  expect(ignored(id, 'protobuf/comments')).toBe(false)
})

test('a comment behind a declaration or set off above it does, too', () => {
  expect(ignored(other, 'protobuf/comments')).toBe(true)
  expect(ignored(time, 'protobuf/time-field-type')).toBe(true)
  expect(ignored(c, 'protobuf/naming')).toBe(true)
  expect(ignored(document.messages[1], 'protobuf/naming')).toBe(true)
})

test('nothing else is exempted', () => {
  expect(ignored(last, 'protobuf/comments')).toBe(false)
  expect(ignored(last, 'protobuf/file-name')).toBe(false)
  expect(ignored(document, 'protobuf/naming')).toBe(false)
})

test.each(['syntax = "proto3";', 'package a;'])('above %j a comment speaks for the whole file', statement => {
  const {document, exemption} = read(`// mesh-ignore proto-file-name Generated.\n${statement}\nmessage a {}`)
  expect(exemption?.(document, 'protobuf/file-name')?.reason).toBe('Generated.')
  expect(document.messages.map(each => exemption?.(each, 'protobuf/file-name')?.reason)).toEqual(['Generated.'])
})

test('places are exempted with the declaration that they belong to', () => {
  const {document, exemption} = read('// mesh-ignore proto-naming Old.\nmessage A { string b = 1; }')
  const [field] = document.fields
  if (field === undefined) throw new Error('The field is not read.')
  expect(exemption?.({node: field, start: field.numberStart, end: field.numberEnd}, 'protobuf/naming')?.reason).toBe(
    'Old.',
  )
})
