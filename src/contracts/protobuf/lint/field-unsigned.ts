import {lintRule} from '../model.js'
import {typeOf} from '../spans.js'

const signed: Readonly<Record<string, string>> = {
  uint32: 'int32',
  uint64: 'int64',
  fixed32: 'sfixed32',
  fixed64: 'sfixed64',
}

export default lintRule({
  summary: 'Disallow unsigned integers',
  why: 'Java, Kotlin, SQL and others have no unsigned integers: large values arrive as negative ones, and nobody notices before they are stored. For teams that follow the API improvement proposals.',
  fix: 'Use int32 or int64, and say in the comment that the value is not negative.',
  severity: 'info',
  presets: [],
  examples: {
    valid: [
      '\nsyntax = "proto3";\nmessage Order { int32 total = 1; sint64 change = 2; }\n',
      '\nsyntax = "proto3";\nmessage Order { map<uint32, string> names = 1; } // Keys are no quantities.\n',
    ],
    invalid: [
      `
syntax = "proto3";
message Order {
  uint32 total = 1; // want: Field "total" is uint32, which not all languages have; write int32.
}
`,
      `
syntax = "proto3";
message Order {
  repeated fixed64 hashes = 1; // want: Field "hashes" is fixed64, which not all languages have; write sfixed64.
}
`,
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      const better = Object.hasOwn(signed, field.type) ? signed[field.type] : undefined
      if (better !== undefined)
        report(typeOf(field), `Field "${field.name}" is ${field.type}, which not all languages have; write ${better}.`)
    }
  },
})
