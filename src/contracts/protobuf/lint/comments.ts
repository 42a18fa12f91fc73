import {z} from 'zod'
import {says} from '../comments.js'
import {type Declaration, lintRule} from '../model.js'
import type {Named} from '../placed.js'
import {headOf} from '../spans.js'

const elements = ['enum', 'value', 'field', 'message', 'oneof', 'rpc', 'service'] as const

type Element = Extract<Declaration, Named>

export default lintRule({
  summary: 'Require a comment above every field, oneof, enum and value',
  why: 'Generators put the comment above a declaration into the code and into the reference; a name alone says neither unit, nor range, nor what happens when it is left out.',
  fix: 'Write a comment directly above, without an empty line between. What need not be described is taken out of the option `elements`.',
  severity: 'warning',
  presets: ['recommended'],
  options: z.strictObject({
    elements: z
      .array(z.enum(elements))
      .default(['enum', 'value', 'field', 'oneof'])
      .describe('What has to be described. Messages, services and rpcs are asked for by `shared/documented`.'),
    trailing: z.boolean().default(false).describe('Whether a comment behind a declaration, on its line, is enough.'),
  }),
  examples: {
    valid: [
      `
syntax = "proto3";
// An order.
message Order {
  // Chosen by the shop.
  string id = 1;
  /* In cents. */ int64 total = 2;
}
`,
      `
// options: {"elements": ["field"], "trailing": true}
syntax = "proto3";
message Order {
  string id = 1; // Chosen by the shop.
}
`,
    ],
    invalid: [
      `
syntax = "proto3";
// Set off by an empty line.

message Order { // Asked for by a rule of the standard.
  string id = 1; // want: Field "id" has no comment above it.
  //
  // buf:lint:ignore FIELD_LOWER_SNAKE_CASE
  string Total = 2; // want: Field "Total" has no comment above it.
  oneof by { // want: Oneof "by" has no comment above it.
    // A card.
    string card = 3;
  }
}
`,
      `
// options: {"elements": ["enum", "value", "service", "rpc"]}
syntax = "proto3";
enum Role { // want: Enum "Role" has no comment above it.
  ROLE_UNSPECIFIED = 0; // want: Value "ROLE_UNSPECIFIED" has no comment above it.
}
service RoleService { // want: Service "RoleService" has no comment above it.
  rpc Get(GetRequest) returns (GetResponse); // want: Rpc "Get" has no comment above it.
}
message GetRequest {}
`,
    ],
  },

  check({document}, report, {elements: wanted, trailing}) {
    const {comments} = document
    const judge = (nodes: readonly Element[], what: (typeof elements)[number], title: string) => {
      if (!wanted.includes(what)) return
      for (const node of nodes) {
        // The comment of a group belongs to the message that it declares.
        if (node.kind === 'field' && node.group !== undefined) continue
        const behind = trailing ? comments.trailing('open' in node && node.open ? node.open + 1 : node.end) : undefined
        if (!comments.documents(node.start) && !says(behind))
          report(headOf(node), `${title} "${node.name}" has no comment above it.`)
      }
    }
    judge(document.enums, 'enum', 'Enum')
    judge(document.values, 'value', 'Value')
    judge(document.fields, 'field', 'Field')
    judge(document.messages, 'message', 'Message')
    judge(document.oneofs, 'oneof', 'Oneof')
    judge(document.rpcs, 'rpc', 'Rpc')
    judge(document.services, 'service', 'Service')
  },
})
