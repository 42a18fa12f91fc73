import {toLowerSnakeCase} from '../../../standard/casing.js'
import {lintRule} from '../model.js'

/** Names of files may begin with a digit, which those of declarations may not. */
const lowerSnakeCase = /^[a-z0-9]+(?:_[a-z0-9]+)*$/

export default lintRule({
  summary: 'Enforce lower_snake_case for names of files',
  why: 'The name of a file becomes the name of a module or class in most languages, and is written in every import of it.',
  fix: 'Rename the file and the imports of it.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      '\n// file: example/v1/order_items.proto\nsyntax = "proto3";\n',
      '\n// file: Example/v1/orders2.proto\nsyntax = "proto3"; // The folders are another rule.\n',
    ],
    invalid: [
      `
// file: example/v1/OrderItems.proto // want: File "OrderItems.proto" is not in lower_snake_case; write "order_items.proto".
syntax = "proto3";
`,
      `
// file: example/v1/order-items.v1.proto // want: File "order-items.v1.proto" is not in lower_snake_case; write "order_items_v1.proto".
syntax = "proto3";
`,
    ],
  },

  check({document}, report) {
    const name = document.path.slice(document.path.lastIndexOf('/') + 1)
    const base = name.replace(/\.proto$/, '')
    if (!lowerSnakeCase.test(base))
      report(document, `File "${name}" is not in lower_snake_case; write "${toLowerSnakeCase(base)}.proto".`)
  },
})
