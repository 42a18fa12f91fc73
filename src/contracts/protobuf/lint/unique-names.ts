import {type Field, lintRule, type Message} from '../model.js'
import {fileOf, fullNameOf, jsonNameOf, membersOf, type NamedDeclaration, plainName} from '../names.js'
import {optionOf} from '../option-lookup.js'

export default lintRule({
  summary: 'Require names that are unique where they are declared',
  why: 'Everything in a message or a package shares one scope, values of enums included; compilers refuse a name that is there twice, and JSON cannot tell fields whose names differ by underscores only.',
  fix: 'Rename one of them, or move it into a message or package of its own.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
syntax = "proto3";
package example;
message Order {
  string id = 1;
  message Item { string id = 1; }
  enum State { STATE_UNSPECIFIED = 0; }
}
enum State { OTHER_UNSPECIFIED = 0; }
`,
      `
// file: a.proto
syntax = "proto3";
package example.v1;
message Order {}
// file: copy/a.proto
syntax = "proto3";
package example.v1;
message Order {} // A copy that nobody imports together with the first.
`,
    ],
    invalid: [
      `
syntax = "proto3";
message Order {
  string id = 1;
  oneof id { string card = 2; } // want: "id" is declared in "Order" already.
  string user_name = 3;
  string userName = 4; // want: Fields "user_name" and "userName" of "Order" are both "userName" in JSON.
}
enum Order { UNKNOWN = 0; } // want: "Order" is declared already.
enum Kind { UNKNOWN = 0; } // want: "UNKNOWN" is declared already.
service Kind {} // want: "Kind" is declared already.
`,
      `
// file: a.proto
syntax = "proto3";
package example.v1;
import "b.proto";
message Order {} // want: "example.v1.Order" is declared in "b.proto", too.
message Item { string id = 1; string ident = 2 [json_name = "id"]; } // want: Fields "id" and "ident" of "Item" are both "id" in JSON.
// file: b.proto
syntax = "proto3";
package example.v1;
message Order {}
`,
    ],
  },

  check({document}, report) {
    const {set} = document
    const isTop = (node: NamedDeclaration | {parent: unknown}) => 'parent' in node && node.parent === document
    const top: NamedDeclaration[] = [
      ...document.messages.filter(isTop),
      ...document.enums.filter(isTop),
      ...document.services,
      ...document.enums.filter(isTop).flatMap(({values}) => values),
      ...document.extends.filter(isTop).flatMap(({fields}) => fields),
    ]
    judgeScope(top, '')
    for (const message of document.messages) {
      judgeScope(membersOf(message), ` in "${message.name}"`)
      judgeJsonNames(message)
    }
    for (const service of document.services) judgeScope(service.rpcs, ` in "${service.name}"`)
    for (const node of [...document.messages, ...document.enums, ...document.services]) {
      const other = isTop(node) ? set.namesake(node, document) : undefined
      if (other !== undefined)
        report(node, `"${fullNameOf(node)}" is declared in "${fileOf(other).path}", too.`, [
          {at: other, message: 'It is declared here.'},
        ])
    }

    function judgeScope(nodes: readonly NamedDeclaration[], where: string): void {
      if (new Set(nodes.map(({name}) => name)).size === nodes.length) return
      const seen = new Map<string, NamedDeclaration>()
      for (const node of [...nodes].sort((a, b) => a.start - b.start)) {
        const first = seen.get(node.name)
        if (first === undefined) seen.set(node.name, node)
        else
          report(node, `"${node.name}" is declared${where} already.`, [
            {at: first, message: 'It is declared here first.'},
          ])
      }
    }

    function judgeJsonNames(message: Message): void {
      if (message.fields.every(field => plainName.test(field.name) && optionOf(field, 'json_name') === undefined))
        return
      const seen = new Map<string, Field>()
      for (const field of message.fields) {
        const json = optionOf(field, 'json_name')?.value.text ?? jsonNameOf(field.name)
        const first = seen.get(json)
        if (first === undefined) seen.set(json, field)
        // Before proto3 a clash of names that nobody chose is allowed.
        else if (
          first.name !== field.name &&
          (document.version !== 'proto2' || optionOf(field, 'json_name') !== undefined)
        ) {
          const names = `"${first.name}" and "${field.name}" of "${message.name}"`
          report(field, `Fields ${names} are both "${json}" in JSON.`, [{at: first, message: 'The other field.'}])
        }
      }
    }
  },
})
