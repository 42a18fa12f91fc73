import {z} from 'zod'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require `syntax = "proto3";` as the first statement',
  why: 'Without it a file is proto2, where fields have other presence, defaults and enums: the same message behaves differently in each service.',
  fix: 'Write `syntax = "proto3";` above the package, and remove what proto3 does not have. A team that moves to editions allows them by the option `allow`.',
  severity: 'error',
  options: z.strictObject({
    allow: z
      .array(z.enum(['proto2', 'edition']))
      .default([])
      .describe('Other versions of the language that are right, too.'),
  }),
  examples: {
    valid: [
      `
// A comment may be above it.
syntax = "proto3";
package example.orders.v1;
`,
      `
syntax = 'proto3';
`,
    ],
    invalid: [
      `
package example.orders.v1; // want: The file does not say its syntax, which makes it proto2; write \`syntax = "proto3";\` above.
`,
      `
syntax = "proto2"; // want: The syntax is "proto2"; the standard is "proto3".
`,
      `
edition = "2023"; // want: The edition is "2023"; the standard is the syntax "proto3".
`,
    ],
  },

  check({document}, report, {allow}) {
    const {syntax, version} = document
    if (syntax === undefined) {
      const first = document.package ?? document.imports[0] ?? document.options[0] ?? document
      report(first, 'The file does not say its syntax, which makes it proto2; write `syntax = "proto3";` above.')
    } else if (version !== 'proto3' && !allow.includes(version)) {
      const {keyword, value} = syntax
      report(
        syntax,
        `The ${keyword} is "${value}"; the standard is ${keyword === 'edition' ? 'the syntax ' : ''}"proto3".`,
      )
    }
  },
})
