import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require text that a protobuf compiler can read',
  why: 'A file with a fault in its syntax generates no code in any language, and what is behind the fault may be read wrongly or not at all.',
  fix: 'Mend the place that is named; the first one in a file is often the reason of those behind it.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  always: true,
  examples: {
    valid: [
      `
syntax = "proto3";
message Order {
  string message = 1; // No word is reserved: this field is called "message".
}
`,
      `
edition = "2023";
message Order {
  reserved total;
  reserved 4 to max;
}
`,
    ],
    invalid: [
      `
syntax = "proto3";
message Order {
  string id; // want: The field "id" has no number: expected "=", not ";".
  int32 total = 2 // want: Expected ";" behind the field "total", not "}".
}
`,
      `
syntax = "proto3";
mesage Order {} // want: Expected a declaration such as "message", "enum" or "service", not "mesage". Did you mean "message"?
message Item {}
`,
    ],
  },

  check({document}, report) {
    for (const {start, end, message} of document.problems) report({node: document, start, end}, message)
  },
})
