import {type Declaration, lintRule} from '../model.js'
import {isSet} from '../option-lookup.js'
import type {Named} from '../placed.js'

type Element = Extract<Declaration, Named>

export default lintRule({
  summary: 'Require the comment of what is deprecated to say so first, and what to use instead',
  why: 'The option only draws a line through the name. Whoever has to move away from it needs to read where to.',
  fix: 'Begin the comment, or a line of it, with `Deprecated:` and what to use instead.',
  severity: 'info',
  presets: ['recommended'],
  examples: {
    valid: [
      `
syntax = "proto3";
message Order {
  // Deprecated: use "id". Sunset: 2027-06-30.
  string number = 1 [deprecated = true];
  string id = 2;
}
`,
      `
syntax = "proto3";
message Order {
  string number = 1 [deprecated = true]; // Deprecated: use "id".
  // The old number.
  // Deprecated since 2026: the id is enough.
  string old = 2 [deprecated = true];
  string other = 3 [deprecated = false];
}
`,
    ],
    invalid: [
      `
syntax = "proto3";
message Order {
  // The number of the order.
  string number = 1 [deprecated = true]; // want: "number" is deprecated; let its comment say "Deprecated:" and what to use instead.
}
`,
      `
syntax = "proto3";
service OrderService { // want: "OrderService" is deprecated; let its comment say "Deprecated:" and what to use instead.
  option deprecated = true;
  // Deprecated:
  rpc Get(Request) returns (Response) { option deprecated = true; } // want: "Get" is deprecated; let its comment say "Deprecated:" and what to use instead.
}
`,
    ],
  },

  check({document}, report) {
    const {messages, fields, enums, values, services, rpcs, comments} = document
    const nodes: readonly Element[] = [...messages, ...fields, ...enums, ...values, ...services, ...rpcs]
    for (const node of nodes) {
      if (!isSet(node, 'deprecated')) continue
      const says = comments
        .of(node)
        .some(({text}) => /^\s*deprecated\b[^\n]*?\w+[^\n]*[:.,]?\s*\S/im.test(behind(text)))
      if (!says)
        report(node, `"${node.name}" is deprecated; let its comment say "Deprecated:" and what to use instead.`)
    }
  },
})

/** A comment that says the word and nothing behind it says nothing. */
function behind(text: string): string {
  return text.replaceAll(/^\s*deprecated\s*[:.]?\s*$/gim, '')
}
