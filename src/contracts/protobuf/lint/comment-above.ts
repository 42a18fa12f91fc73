import {type Declaration, lintRule} from '../model.js'
import type {Named} from '../placed.js'

/** What tools read. */
const directive = /^(?:mesh-ignore|pii\b|buf:|protolint:|Sunset:|nolint)/i

export default lintRule({
  summary: 'Require comments above what they describe, not behind it',
  why: 'Generators differ in what they do with a comment behind a declaration: some lose it, some give it to the next one. For teams that follow the API improvement proposals.',
  fix: 'Move the comment to the line above.',
  severity: 'info',
  presets: [],
  examples: {
    valid: [
      '\nsyntax = "proto3";\n// An order.\nmessage Order {\n  // Chosen by the shop.\n  string id = 1;\n  // A remark about the block.\n}\n',
      '\nsyntax = "proto3";\nmessage User {\n  string email = 1; // pii\n}\n',
    ],
    invalid: [
      `
syntax = "proto3";
message Order {
  string id = 1; // Chosen by the shop. // want: The comment behind "id" belongs above it.
}
`,
      `
syntax = "proto3";
enum Role { // Of a user. // want: The comment behind "Role" belongs above it.
  ROLE_UNSPECIFIED = 0;
  ROLE_ADMIN = 1; // May do everything. // want: The comment behind "ROLE_ADMIN" belongs above it.
}
`,
    ],
  },

  check({document}, report) {
    const {messages, fields, enums, values, services, rpcs, comments, source} = document
    const nodes: readonly Extract<Declaration, Named>[] = [
      ...messages,
      ...fields,
      ...enums,
      ...values,
      ...services,
      ...rpcs,
    ]
    for (const node of nodes) {
      const end = 'open' in node && node.open !== undefined ? node.open + 1 : node.end
      const comment = comments.trailing(end)
      if (comment === undefined || source.text.slice(end, comment.start).includes('\n')) continue
      if (directive.test(comment.text)) continue
      report({node, start: comment.start, end: comment.end}, `The comment behind "${node.name}" belongs above it.`)
    }
  },
})
