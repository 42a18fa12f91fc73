import {type Declaration, lintRule} from '../model.js'

const order = ['syntax', 'package', 'imports', 'options', 'declarations'] as const

type Part = (typeof order)[number]

export default lintRule({
  summary: 'Enforce the order syntax, package, imports, options, declarations',
  why: 'The head of a file says what it is and what it needs. Where every file has it in the same order, nobody searches, and two people adding an import change the same place.',
  fix: 'Move the statement to where the message says.',
  severity: 'info',
  presets: ['recommended'],
  examples: {
    valid: [
      `
syntax = "proto3";
package example.v1;
import "google/protobuf/any.proto";
option java_package = "com.example.v1";
message Order {}
enum Role { ROLE_UNSPECIFIED = 0; }
service OrderService {}
`,
      '\nmessage Order { option deprecated = true; } // An option of the message, not of the file.\n',
    ],
    invalid: [
      `
syntax = "proto3";
import "google/protobuf/any.proto";
package example.v1; // want: The package belongs before the imports.
message Order {}
option java_package = "com.example.v1"; // want: This option belongs before the declarations.
`,
      `
syntax = "proto3";
package example.v1;
option java_package = "com.example.v1";
import "google/protobuf/any.proto"; // want: This import belongs before the options.
option go_package = "example.com/v1";
`,
    ],
  },

  check({document}, report) {
    const {syntax, imports, options, messages, enums, services, extends: extensions} = document
    const isTop = (node: Declaration) => node.parent === document
    const statements: [Part, readonly Declaration[]][] = [
      ['syntax', syntax ? [syntax] : []],
      ['package', document.package ? [document.package] : []],
      ['imports', imports],
      ['options', options],
      ['declarations', [...messages, ...enums, ...services, ...extensions].filter(isTop)],
    ]
    // The first statement of each part; what belongs before it and stands behind is out of order.
    const first = new Map(statements.map(([part, nodes]) => [part, Math.min(...nodes.map(({start}) => start))]))
    for (const [part, nodes] of statements.slice(1, -1))
      for (const node of nodes) {
        const before = order.slice(order.indexOf(part) + 1).find(later => (first.get(later) ?? Number.NaN) < node.start)
        if (before !== undefined) report(node, `${titleOf(part)} belongs before the ${before}.`)
      }
  },
})

function titleOf(part: Part): string {
  return part === 'package' ? 'The package' : `This ${part.slice(0, -1)}`
}
