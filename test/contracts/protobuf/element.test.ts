import {expect, test} from 'vitest'
import {read} from './read.js'

test('the way to a declaration stays when lines move', () => {
  const text = `syntax = "proto3";
package a.v1;
import "b.proto";
option java_package = "a";
message Order {
  oneof by { string card = 1 [deprecated = true]; }
  enum State { STATE_UNSPECIFIED = 0; }
  reserved 5;
}
extend b.B { string c = 100; }
service S { rpc Get(Order) returns (Order); }
`
  const waysOf = (source: string) => {
    const {document, element} = read(source)
    const {syntax, imports, allOptions, fields, values, ranges, extends: extensions, rpcs} = document
    const nodes = [syntax, document.package, ...imports, ...allOptions, ...fields, ...values, ...ranges, ...extensions]
    const types = rpcs.flatMap(rpc => [rpc, rpc.request, rpc.response])
    return [...nodes, ...types, document].map(node => node && element?.(node))
  }
  expect(waysOf(text)).toEqual([
    'syntax',
    'package',
    'import b.proto',
    'option java_package',
    'message Order/oneof by/field card/option deprecated',
    'message Order/oneof by/field card',
    'extend b.B/field c',
    'message Order/enum State/value STATE_UNSPECIFIED',
    'message Order/reserved',
    'extend b.B',
    'service S/rpc Get',
    'service S/rpc Get/request',
    'service S/rpc Get/response',
    '',
  ])
  expect(waysOf(`// Moved.\n\n${text}`)).toEqual(waysOf(text))
})
