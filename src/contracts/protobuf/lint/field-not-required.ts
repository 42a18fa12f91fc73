import {featureOption} from '../features.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow required fields',
  why: 'A required field can never be removed or left out again: a reader that was not updated throws away the whole message.',
  fix: 'Make the field optional and check it where it is needed.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      '\nsyntax = "proto2";\nmessage Order { optional string required = 1; }\n',
      '\nedition = "2023";\nmessage Order { string id = 1 [features.field_presence = IMPLICIT]; }\n',
    ],
    invalid: [
      `
syntax = "proto2";
message Order {
  required string id = 1; // want: Field "id" is required, and has to stay so for ever.
}
`,
      `
edition = "2023";
message Order {
  string id = 1 [features.field_presence = LEGACY_REQUIRED]; // want: Field "id" is required, and has to stay so for ever.
  string no = 2 [features = {field_presence: LEGACY_REQUIRED}]; // want: Field "no" is required, and has to stay so for ever.
}
`,
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      const isRequired =
        field.label === 'required' ||
        (document.version === 'edition' && featureOption(field, 'field_presence')?.value === 'LEGACY_REQUIRED')
      if (isRequired) report(field, `Field "${field.name}" is required, and has to stay so for ever.`)
    }
  },
})
