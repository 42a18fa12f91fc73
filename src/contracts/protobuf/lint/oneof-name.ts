import {lowerSnakeCase, toLowerSnakeCase} from '../../../standard/casing.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Enforce lower_snake_case for names of oneofs',
  why: 'A oneof becomes a member of the generated class beside the fields, made from its name by the same rules.',
  fix: 'Rename it; its name is not on the wire, so that only generated code changes.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      '\nsyntax = "proto3";\nmessage Order { oneof payment_method { string card = 1; } }\n',
      '\nsyntax = "proto3";\nmessage Order { optional string Note = 1; } // Compilers make a oneof "_Note" of it, which nobody wrote.\n',
    ],
    invalid: [
      `
syntax = "proto3";
message Order {
  oneof paymentMethod { string card = 1; } // want: Oneof "paymentMethod" is not in lower_snake_case; write "payment_method".
}
`,
      `
syntax = "proto3";
message Order {
  oneof _by { string card = 1; } // want: Oneof "_by" is not in lower_snake_case; write "by".
  oneof sent__by { string post = 2; } // want: Oneof "sent__by" is not in lower_snake_case; write "sent_by".
}
`,
    ],
  },

  check({document}, report) {
    for (const oneof of document.oneofs)
      if (!lowerSnakeCase.test(oneof.name))
        report(oneof, `Oneof "${oneof.name}" is not in lower_snake_case; write "${toLowerSnakeCase(oneof.name)}".`)
  },
})
