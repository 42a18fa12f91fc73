import protobufjs from 'protobufjs'
import descriptor from 'protobufjs/google/protobuf/descriptor.json' with {type: 'json'}
import {describe, expect, test} from 'vitest'
import {fullNameOf} from '../../../src/contracts/protobuf/names.js'
import {readProtobuf} from '../../../src/contracts/protobuf/reader.js'
import {wellKnownPaths, wellKnownText} from '../../../src/contracts/protobuf/well-known.js'
import {read} from './read.js'

/** What the types of the fields of the first file mean. */
function types(text: string, others: Readonly<Record<string, string>> = {}): Record<string, string | undefined> {
  const {document} = read(text, others)
  const {set} = document
  return Object.fromEntries(
    document.fields.map(field => {
      const type = set.typeOf(field)
      return [field.name, type && `${type.kind} ${fullNameOf(type)}`]
    }),
  )
}

describe('names', () => {
  test('are looked for from the inside out', () => {
    expect(
      types(`package a.b;
message M { message N { enum M { X = 0; } M inner = 1; N up = 2; .a.b.M whole = 3; b.M part = 4; a.b.M.N long = 5; } }
message N { M outer = 1; M.N nested = 2; int32 scalar = 3; Missing missing = 4; M.Missing absent = 5; }`),
    ).toEqual({
      inner: 'enum a.b.M.N.M',
      up: 'message a.b.M.N',
      whole: 'message a.b.M',
      part: 'message a.b.M',
      long: 'message a.b.M.N',
      outer: 'message a.b.M',
      nested: 'message a.b.M.N',
      scalar: undefined,
      missing: undefined,
      absent: undefined,
    })
  })

  test('of an inner package hide those of an outer one, as the compiler has it', () => {
    expect(
      types('package a.b.c; import "x.proto"; import "y.proto"; message M { b.T hidden = 1; .b.T whole = 2; }', {
        'x.proto': 'package b; message T {}',
        'y.proto': 'package a.b; message U {}',
      }),
    ).toEqual({hidden: undefined, whole: 'message b.T'})
  })

  test('of fields do not hide those of types', () => {
    expect(types('package a; message M { extend M { optional N N = 100; } N field = 1; } message N {}')).toMatchObject({
      field: 'message a.N',
    })
  })

  test('are seen through imports and public imports only', () => {
    const others = {
      'direct.proto': 'package p; import public "public.proto"; import "hidden.proto"; message Direct {}',
      'public.proto': 'package p; import public "deep.proto"; message Public {}',
      'deep.proto': 'package p; message Deep {}',
      'hidden.proto': 'package p; message Hidden {}',
      'stranger.proto': 'package p; message Stranger {}',
    }
    const text = `package p; import "direct.proto";
message M { Direct a = 1; Public b = 2; Deep c = 3; Hidden d = 4; Stranger e = 5; }`
    expect(types(text, others)).toEqual({
      a: 'message p.Direct',
      b: 'message p.Public',
      c: 'message p.Deep',
      d: undefined,
      e: undefined,
    })
    expect(
      read(text, others)
        .document.set.declared('p.Hidden')
        .map(each => each.kind),
    ).toEqual(['message'])
  })

  test('of options mean fields of extensions', () => {
    const {document} = read(`package a.b; import "google/protobuf/descriptor.proto";
option (rule) = true; option (a.Scope.nested).x = 1;
extend google.protobuf.FileOptions { optional bool rule = 50000; }
message Scope { extend google.protobuf.FileOptions { optional Scope nested = 50001; } }`)
    const {set} = document
    expect(set.resolve(document, 'rule', 'extension')).toBe(document.fields[0])
    expect(set.resolve(document, 'a.Scope.nested', 'extension')).toBeUndefined()
    expect(set.resolve(document, 'Scope.nested', 'extension')).toBe(document.fields[1])
  })
})

describe('imports', () => {
  test('lead to the nearest file whose path ends like them', () => {
    const texts = ['apps/a/proto/common.proto', 'apps/b/proto/common.proto', 'vendor/common.proto', 'xcommon.proto']
    const from = {path: 'apps/b/proto/b.proto', text: 'import "common.proto"; import "proto/common.proto";'}
    const [contract] = readProtobuf([from, ...texts.map(path => ({path, text: ''}))])
    const document = contract?.document
    expect(document?.imports.map(each => document.set.imported(each)?.path)).toEqual([
      'apps/b/proto/common.proto',
      'apps/b/proto/common.proto',
    ])
  })

  test('that are missing make what is seen incomplete, and nothing worse', () => {
    const {document} = read('import "missing.proto"; message M { other.T a = 1; }')
    expect(document.set.visible(document).complete).toBe(false)
    expect(types('import "missing.proto"; message M { other.T a = 1; M b = 2; }')).toEqual({
      a: undefined,
      b: 'message M',
    })
  })

  test('in a circle are followed once', () => {
    const {document} = read('import public "b.proto"; message A { B b = 1; }', {
      'b.proto': 'import public "example/v1/example.proto"; message B {}',
    })
    expect(document.set.visible(document).files.size).toBe(2)
  })

  test('of files that come with every compiler need no file', () => {
    expect(
      types('import "google/protobuf/timestamp.proto"; message M { google.protobuf.Timestamp time = 1; }'),
    ).toEqual({time: 'message google.protobuf.Timestamp'})
  })
})

test('the well-known files declare what protobufjs knows of them', () => {
  const {common} = protobufjs
  let checked = 0
  for (const path of wellKnownPaths) {
    const bundled = path.endsWith('/descriptor.proto') ? descriptor : common.get(path)
    if (!bundled) continue
    const [contract] = readProtobuf([{path, text: wellKnownText(path) ?? ''}])
    const {messages = [], enums = [], problems = []} = contract?.document ?? {}
    expect(problems, path).toEqual([])
    const root = protobufjs.Root.fromJSON(bundled as protobufjs.INamespace)
    expect(names(root), path).toEqual([...messages, ...enums].map(fullNameOf).sort())
    checked++
  }
  expect(checked).toBe(8)
})

/** Full names of all messages and enums, without what map fields declare. */
function names(namespace: protobufjs.NamespaceBase): string[] {
  return namespace.nestedArray
    .flatMap(each => [
      ...(each instanceof protobufjs.Type || each instanceof protobufjs.Enum ? [each.fullName.slice(1)] : []),
      ...(each instanceof protobufjs.Namespace ? names(each) : []),
    ])
    .sort()
}
