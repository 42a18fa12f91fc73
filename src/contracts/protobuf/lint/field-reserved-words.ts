import {z} from 'zod'
import {lintRule} from '../model.js'

/** Words that are reserved in at least two of the languages that contracts are compiled to. */
const reserved: ReadonlySet<string> = new Set(
  (
    'abstract and as assert async await bool boolean break byte case catch char class const continue def default del ' +
    'delete do double elif else enum except export extends final finally float for from function global goto if ' +
    'implements import in instanceof int interface is lambda let long native new nonlocal not null or package pass ' +
    'private protected public raise return short static strictfp super switch synchronized this throw throws ' +
    'transient try typeof var void volatile while with yield'
  ).split(' '),
)

export default lintRule({
  summary: 'Disallow names of fields that are reserved words of programming languages',
  why: 'Generators rename such a field in each language in another way, with an underscore here and a suffix there, and code that looks for it by name fails.',
  fix: 'Choose a name that says more: `order_class` for `class`. Words that your languages do not mind go into the option `allow`.',
  severity: 'info',
  presets: ['recommended'],
  options: z.strictObject({
    allow: z.array(z.string()).default([]).describe('Reserved words that are right as they are.'),
  }),
  examples: {
    valid: [
      '\nsyntax = "proto3";\nmessage Order { string message = 1; string type = 2; string order_class = 3; }\n',
      '\n// options: {"allow": ["default"]}\nsyntax = "proto3";\nmessage Order { string default = 1; }\n',
    ],
    invalid: [
      `
syntax = "proto3";
message Order {
  string class = 1; // want: "class" is a reserved word in several languages; their code gets another name for the field.
}
`,
      `
syntax = "proto3";
message Range {
  oneof bound { int32 from = 1; } // want: "from" is a reserved word in several languages; their code gets another name for the field.
}
`,
    ],
  },

  check({document}, report, {allow}) {
    for (const field of document.fields)
      if (reserved.has(field.name) && !allow.includes(field.name)) {
        const message = `"${field.name}" is a reserved word in several languages; their code gets another name for the field.`
        report(field, message)
      }
  },
})
