import {lintRule} from '../model.js'
import {typeOf} from '../spans.js'

export default lintRule({
  summary: 'Require bytes for what is encoded in base64',
  why: 'Protobuf carries bytes as they are, and writes them in base64 in JSON by itself. A string in base64 is a third longer and has to be decoded by hand on every side.',
  fix: 'Make the type `bytes` and leave the encoding to protobuf.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
syntax = "proto3";
message File {
  // In base64 when sent as JSON.
  bytes content = 1;
}
`,
      `
syntax = "proto3";
message File {
  // The name of the file, as it was uploaded.
  string name = 1;
}
`,
    ],
    invalid: [
      `
syntax = "proto3";
message File {
  // The content, base64-encoded.
  string content = 1; // want: Field "content" is a string in base64; make it bytes.
}
`,
      `
syntax = "proto3";
message File {
  string content_base64 = 1; // want: Field "content_base64" is a string in base64; make it bytes.
  repeated string parts = 2; // Base64 of each part. // want: Field "parts" is a string in base64; make it bytes.
}
`,
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      if (field.type !== 'string' || field.isMap) continue
      const said = [field.name, ...document.comments.of(field).map(({text}) => text)]
      if (said.some(text => /base_?64/i.test(text)))
        report(typeOf(field), `Field "${field.name}" is a string in base64; make it bytes.`)
    }
  },
})
