import {describe, expect, test} from 'vitest'
import {fullNameOf} from '../../../src/contracts/protobuf/names.js'
import {headOf, numberOf, typeOf} from '../../../src/contracts/protobuf/spans.js'
import {problems, read} from './read.js'

/** The text that a place covers, with where it is. */
function shown(text: string, place: Parameters<ReturnType<typeof read>['locate']>[0]): string {
  const {start, end} = read(text).locate(place)
  const lines = text.split('\n')
  const first = lines[start.line - 1]?.slice(start.column - 1, start.line === end.line ? end.column - 1 : undefined)
  return `${start.line}:${start.column} ${first}`
}

describe('the file', () => {
  test('gives its syntax, package, imports and options', () => {
    const {document} = read(`syntax = 'pro' "to3"; // two strings are one
package example . orders /* spaces are allowed */ .v1;
import "a.proto";
import public "b.proto";
import weak 'c.proto';
import option "d.proto";
option java_package = "com.\\x65xample\\056\\u0061";
option (example.rule).name.(other) = {};
`)
    expect(document.problems).toEqual([])
    expect(document.syntax).toMatchObject({keyword: 'syntax', value: 'proto3'})
    expect(document.packageName).toBe('example.orders.v1')
    expect(document.imports.map(({path, modifier}) => [path, modifier])).toEqual([
      ['a.proto', undefined],
      ['b.proto', 'public'],
      ['c.proto', 'weak'],
      ['d.proto', 'option'],
    ])
    expect(document.options.map(({name, value}) => [name, value.kind, value.text])).toEqual([
      ['java_package', 'string', 'com.example.a'],
      ['(example.rule).name.(other)', 'message', ''],
    ])
  })

  test('is proto2 when it says nothing, and may be of an edition', () => {
    expect(read('message A {}').document.version).toBe('proto2')
    expect(read('syntax = "proto3";').document.version).toBe('proto3')
    expect(read('edition = "2023";').document.version).toBe('edition')
    expect(problems('edition = "2023";')).toEqual([])
  })

  test.each([
    ['syntax = "proto4";', '1:10 "proto4" is no syntax of protobuf; there are "proto2", "proto3".'],
    ['edition = "1999";', '1:11 "1999" is no edition of protobuf; there are "2023", "2024", "2026".'],
    ['package a; syntax = "proto3";', '1:12 The syntax must be the first statement of the file.'],
    ['message A {}\nsyntax = "proto3";', '2:1 The syntax must be the first statement of the file.'],
    ['syntax = "proto3";\nsyntax = "proto3";', '2:1 The file has said its syntax already.'],
    ['package a;\npackage b;', '2:1 The file has a package already: "a".'],
    ['import a;', '1:8 Expected the path of a file in quotes, not "a".'],
    ['import "";', '1:8 An import needs the path of a file.'],
    ['import "..\\\\a.proto";', '1:8 The path of an import is written with "/": "../a.proto".'],
    [
      'import "../a.proto";',
      '1:8 "../a.proto" is no path of an import: it starts where packages start, without ".", ".." and empty names.',
    ],
    [
      'mesage A {}',
      '1:1 Expected a declaration such as "message", "enum" or "service", not "mesage". Did you mean "message"?',
    ],
    ['}', '1:1 No block is open that this "}" could close.'],
    ['"text"', '1:1 Expected a declaration such as "message", "enum" or "service", not "text".'],
  ])('%j is a problem', (text, problem) => {
    expect(problems(text)).toEqual([problem])
  })

  test.each(['', '\uFEFF', ';;;', '// only a comment', '/* only a comment */\r\n'])('%j has nothing in it', text => {
    expect(problems(text)).toEqual([])
    expect(read(text).document.messages).toEqual([])
  })
})

describe('places', () => {
  const text = `syntax = "proto3";
package example.v1;
message Order {
  repeated example.v1.Line lines = 0x10 [deprecated = true];
  map < string , Line > by_name = 2;
  oneof payment { string card = 3; }
  enum Status { STATUS_UNSPECIFIED = 0; STATUS_BAD = - 1; }
}
service Orders {
  rpc Get (Order) returns (stream .example.v1.Order) {}
}`
  const {document} = read(text)
  const field = (name: string) => {
    const found = document.fields.find(each => each.name === name)
    if (found === undefined) throw new Error(name)
    return found
  }

  test.each([
    ['a message', document.messages[0], '3:9 Order'],
    ['a field', field('lines'), '4:28 lines'],
    ['a oneof', document.oneofs[0], '6:9 payment'],
    ['an enum', document.enums[0], '7:8 Status'],
    ['a value', document.values[1], '7:41 STATUS_BAD'],
    ['a service', document.services[0], '9:9 Orders'],
    ['an rpc', document.rpcs[0], '10:7 Get'],
    ['what an rpc takes', document.rpcs[0]?.request, '10:12 Order'],
    ['what an rpc gives', document.rpcs[0]?.response, '10:35 .example.v1.Order'],
    ['a package', document.package, '2:1 package example.v1;'],
    ['an option', document.allOptions[0], '4:42 deprecated = true'],
  ])('of %s', (_, node, place) => {
    if (node === undefined) throw new Error('The node is missing.')
    expect(shown(text, node)).toBe(place)
  })

  test('of the parts of a declaration', () => {
    expect(shown(text, numberOf(field('lines')))).toBe('4:36 0x10')
    expect(shown(text, typeOf(field('lines')))).toBe('4:12 example.v1.Line')
    expect(shown(text, typeOf(field('by_name')))).toBe('5:3 map < string , Line >')
    expect(shown(text, headOf(field('lines')))).toBe('4:3 repeated example.v1.Line lines')
    const [, bad] = document.values
    if (bad) expect(shown(text, numberOf(bad))).toBe('7:54 - 1')
  })

  test('numbers are read in every notation', () => {
    expect(field('lines').number).toBe(16)
    expect(document.values.map(({number}) => number)).toEqual([0, -1])
    expect(read('message A { string a = 017; }').document.fields[0]?.number).toBe(15)
  })

  test('are right with a byte order mark and with CRLF', () => {
    const {document, locate} = read('\uFEFFmessage A {\r\n  string b = 1;\r\n}\r\n')
    expect(document.problems).toEqual([])
    expect(document.messages.map(each => locate(each).start)).toEqual([{line: 1, column: 9}])
    expect(document.fields.map(each => locate(each).start)).toEqual([{line: 2, column: 10}])
  })

  test('hold full names', () => {
    expect([...document.enums, ...document.values, field('card')].map(fullNameOf)).toEqual([
      'example.v1.Order.Status',
      'example.v1.Order.STATUS_UNSPECIFIED',
      'example.v1.Order.STATUS_BAD',
      'example.v1.Order.card',
    ])
  })
})

describe('messages', () => {
  test('hold fields of every form', () => {
    const {document} = read(`syntax = "proto2";
message A {
  optional string message = 1;
  required .a.b.C enum = 2 [default = -inf, (x).y = "z" 'w', json_name = "E"];
  repeated group Result = 3 { optional string url = 1; }
  map<int32, .a.B> map = 4;
  oneof choice {
    option (x) = true;
    string option = 5;
    group Inner = 6 { repeated int32 rpc = 1; }
  }
  extensions 100 to 199, 1000 to max [verification = UNVERIFIED];
  reserved 7, 9 to 11;
  reserved "old", 'older';
  extend B { optional group Ext = 126 {} }
  optional stream.Chunk stream = 12;
};
`)
    expect(document.problems).toEqual([])
    expect(document.fields.map(({label, type, keyType, name, number}) => [label, keyType, type, name, number])).toEqual(
      [
        ['optional', undefined, 'string', 'message', 1],
        ['required', undefined, '.a.b.C', 'enum', 2],
        ['optional', undefined, 'string', 'url', 1],
        ['repeated', undefined, 'Result', 'result', 3],
        [undefined, 'int32', '.a.B', 'map', 4],
        [undefined, undefined, 'string', 'option', 5],
        ['repeated', undefined, 'int32', 'rpc', 1],
        [undefined, undefined, 'Inner', 'inner', 6],
        ['optional', undefined, 'Ext', 'ext', 126],
        ['optional', undefined, 'stream.Chunk', 'stream', 12],
      ],
    )
    expect(document.messages.map(({name, isGroup}) => [name, isGroup])).toEqual([
      ['A', false],
      ['Result', true],
      ['Inner', true],
      ['Ext', true],
    ])
    expect(document.messages[0]?.fields.map(({name}) => name)).toEqual([
      'message',
      'enum',
      'result',
      'map',
      'option',
      'inner',
      'stream',
    ])
    expect(
      document.ranges.map(({keyword, ranges, names}) => [
        keyword,
        ranges.map(({from, to}) => [from, to]),
        names.map(({name}) => name),
      ]),
    ).toEqual([
      [
        'extensions',
        [
          [100, 199],
          [1000, 536870911],
        ],
        [],
      ],
      [
        'reserved',
        [
          [7, 7],
          [9, 11],
        ],
        [],
      ],
      ['reserved', [], ['old', 'older']],
    ])
    expect(document.fields[1]?.options.map(({name, value}) => [name, value.text])).toEqual([
      ['default', '-inf'],
      ['(x).y', 'zw'],
      ['json_name', 'E'],
    ])
  })

  test('of editions may reserve bare names and say who sees them', () => {
    const {document} = read(`edition = "2024";
export message A { reserved old, older; local enum B { C = 0; reserved -5 to max; reserved D; } }
local enum E { option = 0; reserved = 1; }
message F { export export = 1; local.Type local = 2; }`)
    expect(document.problems).toEqual([])
    expect(document.messages.map(({name, start}) => [name, start])).toEqual([
      ['A', 18],
      ['F', expect.any(Number)],
    ])
    expect(document.values.map(({name}) => name)).toEqual(['C', 'option', 'reserved'])
    expect(document.fields.map(({type}) => type)).toEqual(['export', 'local.Type'])
    expect(document.ranges.flatMap(({names}) => names.map(({name}) => name))).toEqual(['old', 'older', 'D'])
    expect(document.ranges[1]?.ranges).toMatchObject([{from: -5, to: 2147483647}])
  })

  test('may have comments between any two tokens', () => {
    expect(problems('message/**/A/**/{/**/string/**/b/**/=/**/1/**/[/**/c/**/=/**/-/**/1/**/]/**/;/**/}')).toEqual([])
  })
})

describe('services', () => {
  test('hold rpcs with streams and options', () => {
    const {document} = read(`service S {
  option deprecated = true;
  rpc A (stream) returns (stream stream);
  rpc B (stream .a.C) returns (stream D) { option idempotency_level = IDEMPOTENT; ; }
  rpc C (E) returns (F) {};
}`)
    expect(document.problems).toEqual([])
    expect(
      document.rpcs.map(({request, response}) => [request.stream, request.type, response.stream, response.type]),
    ).toEqual([
      [false, 'stream', true, 'stream'],
      [true, '.a.C', true, 'D'],
      [false, 'E', false, 'F'],
    ])
    expect(document.rpcs[1]?.options.map(({name, value}) => [name, value.text])).toEqual([
      ['idempotency_level', 'IDEMPOTENT'],
    ])
  })
})
