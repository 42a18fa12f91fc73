import {expect, test} from 'vitest'
import {suggestImport} from '../../../src/contracts/protobuf/import-suggestions.js'
import {read} from './read.js'

const {document} = read('syntax = "proto3";\n', {
  'protos/example/orders/v1/messages.proto': '',
  'protos/example/orders/v1/service.proto': '',
  'protos/example/items/v1/item.proto': '',
})

test.each([
  ['the name of the file', 'example/orders/v1/mesages.proto', 'example/orders/v1/messages.proto'],
  ['a folder', 'example/oders/v1/messages.proto', 'example/orders/v1/messages.proto'],
  ['the folder before it', 'example/orders/v2/service.proto', 'example/orders/v1/service.proto'],
  ['a well-known file', 'google/protobuf/timestmp.proto', 'google/protobuf/timestamp.proto'],
])('whoever misspells %s is told what is there', (_what, given, meant) => {
  expect(suggestImport(given, document.set)).toBe(` Did you mean "${meant}"?`)
  expect(suggestImport(given, document.set)).toBe(` Did you mean "${meant}"?`)
})

test.each(['other/thing.proto', 'thing.proto', ''])('nothing is near to "%s"', given => {
  expect(suggestImport(given, document.set)).toBe('')
})
