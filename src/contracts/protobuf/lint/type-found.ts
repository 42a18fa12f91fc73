import {didYouMean} from '../../../core/suggest.js'
import {lintRule} from '../model.js'
import {fileOf, scalarNames} from '../names.js'
import {type Reference, referencesIn} from '../references.js'
import {isLocal} from '../visibility.js'

export default lintRule({
  summary: 'Require names of types and extensions to mean something',
  why: 'A name that is declared nowhere, or in a file that is not imported, stops every compiler.',
  fix: 'Correct the name, or import the file that declares it.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
syntax = "proto3";
package example;
message Order { Item item = 1; .example.Item first = 2; message Item { Order order = 1; } }
message Item {}
`,
      `
syntax = "proto3";
import "missing.proto"; // Not at hand: every unknown name may be declared there.
message Order { other.Item item = 1 [(other.rule) = true]; }
`,
    ],
    invalid: [
      `
syntax = "proto3";
message Order {
  Itm item = 1; // want: Type "Itm" is not declared. Did you mean "Item"?
  sting name = 2; // want: Type "sting" is not declared. Did you mean "string"?
  map<string, Order.Missing> all = 3; // want: Type "Order.Missing" is not declared.
}
message Item {}
service OrderService {
  rpc GetOrder(GetOrderRequest) returns (Status); // want: Type "GetOrderRequest" is not declared. | "Status" is an enum; an rpc takes and returns messages.
}
enum Status { STATUS_UNSPECIFIED = 0; }
`,
      `
// file: a.proto
syntax = "proto3";
package a;
message Order {
  b.Item item = 1; // want: Type "b.Item" is not imported; it is declared in "b.proto".
  google.protobuf.Timestamp time = 2; // want: Type "google.protobuf.Timestamp" is not imported; it is declared in "google/protobuf/timestamp.proto".
  string id = 3 [(b.rule) = true]; // want: Extension "b.rule" is not declared.
  Address address = 4; // want: Type "Address" is not imported; it is declared in "c.proto".
}
// file: c.proto
syntax = "proto3";
package a;
message Address {}
// file: b.proto
syntax = "proto3";
package b;
import "google/protobuf/timestamp.proto";
message Item { google.protobuf.Timestamp time = 1; }
`,
      `
// file: a.proto
edition = "2024";
import "b.proto";
message Order {
  Item item = 1;
  Item.Size size = 2; // want: "Item.Size" is for its own file "b.proto" only; write "export" in front of it there.
  Item.Weight weight = 3;
  Secret secret = 4; // want: "Secret" is for its own file "b.proto" only; write "export" in front of it there.
}
// file: b.proto
edition = "2024";
message Item { message Size {} export enum Weight { WEIGHT_UNSPECIFIED = 0; } Size size = 1; }
local message Secret {}
`,
    ],
  },

  check({document}, report) {
    const {set} = document
    if (!set.visible(document).complete) return
    for (const reference of referencesIn(document)) {
      const {node, name, start, end, wanted, meaning} = reference
      const isRpc = node.kind === 'rpc type'
      if (meaning === undefined) report({node, start, end}, unknownName(reference))
      else if (
        (meaning.kind === 'message' || meaning.kind === 'enum') &&
        fileOf(meaning) !== document &&
        isLocal(meaning)
      )
        report(
          {node, start, end},
          `"${name}" is for its own file "${fileOf(meaning).path}" only; write "export" in front of it there.`,
        )
      else if (isRpc && meaning.kind === 'enum')
        report({node, start, end}, `"${name}" is an enum; an rpc takes and returns messages.`)
      else if (node.kind === 'extend' && wanted === 'type' && meaning.kind === 'enum')
        report({node, start, end}, `"${name}" is an enum; only messages can be extended.`)
    }

    function unknownName({name, wanted}: Reference): string {
      const what = wanted === 'type' ? 'Type' : 'Extension'
      const [elsewhere] = fullNames(name, document.packageName).flatMap(each => set.declared(each))
      if (elsewhere !== undefined && fileOf(elsewhere) !== document)
        return `${what} "${name}" is not imported; it is declared in "${fileOf(elsewhere).path}".`
      const known =
        wanted === 'type' ? [...[...document.messages, ...document.enums].map(each => each.name), ...scalarNames] : []
      return `${what} "${name}" is not declared.${didYouMean(name, known)}`
    }
  },
})

/** What a name may stand for in a package, from the inside out. */
function fullNames(name: string, packageName: string): string[] {
  if (name.startsWith('.') || packageName === '') return [name]
  const parts = packageName.split('.')
  return [...parts.map((_, index) => `${parts.slice(0, parts.length - index).join('.')}.${name}`), name]
}
