import protobufjs from 'protobufjs'
import {expect, test} from 'vitest'
import {parse} from '../../../src/contracts/protobuf/parser.js'

const labels = {proto2: 'optional', proto3: ''}

/** Ways to write `google.type.Money`, with and without spaces, line breaks and comments among its parts. */
const gaps = ['', ' ', '\n    ', ' /* of two */ ', ' // of two\n    ']
const names = gaps.flatMap(before =>
  gaps.flatMap(behind => ['google', '.google'].map(first => `${first}${before}.${behind}type.Money`)),
)

const files = Object.entries(labels).flatMap(([syntax, label]) =>
  names.flatMap(type => [
    `syntax = "${syntax}";\nmessage Order {\n  ${label} ${type} total = 1;\n}\n`,
    `syntax = "${syntax}";\nmessage Order {\n  repeated ${type} totals = 1;\n  oneof by {\n    ${type} total = 2;\n  }\n}\n`,
    `syntax = "${syntax}";\nmessage Order {\n  map<string, ${type}> totals = 1;\n}\n`,
  ]),
)

/** Whether protobufjs has the file, with the same name of the type. */
function isLoaded(text: string): boolean {
  try {
    const {root} = protobufjs.parse(text, new protobufjs.Root(), {keepCase: true})
    return root.lookupType('Order').fieldsArray.every(({type}) => /^\.?google\.type\.Money$/.test(type))
  } catch {
    return false
  }
}

test('a file that is called plain can be loaded by protobufjs, wherever the name of a type is broken', () => {
  const plain = files.filter(text => parse({path: 'order.proto', text}).isPlain)
  expect(plain.filter(text => !isLoaded(text))).toEqual([])
})

test('protobufjs need not be asked about a type on two lines', () => {
  const text = 'syntax = "proto3";\nmessage Order {\n  optional google.type.\n      Money total = 1;\n}\n'
  expect(parse({path: 'order.proto', text}).isPlain).toBe(true)
  expect(isLoaded(text)).toBe(true)
})

test('behind the first dots of a field without a label protobufjs gives up, and is asked', () => {
  const text = 'syntax = "proto3";\nmessage Order {\n  google.type.\n      Money total = 1;\n}\n'
  expect(parse({path: 'order.proto', text}).isPlain).toBe(false)
  expect(isLoaded(text)).toBe(false)
})
