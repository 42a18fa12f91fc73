import {type Field, lintRule, type ProtobufFile} from '../model.js'
import {headOf} from '../spans.js'

export default lintRule({
  summary: 'Require the labels of fields that their version of protobuf demands',
  why: 'Which of optional, required and repeated a field may or must have differs from version to version; compilers refuse the others.',
  fix: 'Change the label as the message says.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
syntax = "proto3";
message Order { string id = 1; optional string note = 2; repeated string tags = 3; map<string, string> labels = 4; }
`,
      `
syntax = "proto2";
message Order { required string id = 1; oneof by { string card = 2; } map<string, string> labels = 3; }
`,
      `
edition = "2023";
message Order { string id = 1; repeated string tags = 2; }
`,
    ],
    invalid: [
      `
message Order {
  string id = 1; // want: Field "id" needs a label in proto2: optional, required or repeated.
  oneof by { optional string card = 2; } // want: Field "card" is in a oneof, where fields have no label.
  repeated map<string, string> labels = 3; // want: Field "labels" is a map, which has no label.
  extensions 100;
}
extend Order { required string note = 100; } // want: Field "note" of an extension cannot be required.
`,
      `
syntax = "proto3";
message Order { required string id = 1; } // want: Field "id" is required, which proto3 does not have.
`,
      `
edition = "2023";
message Order { optional string id = 1; } // want: Field "id" is labelled optional; editions say that by the option "features.field_presence".
`,
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      const fault = faultOf(field, document)
      if (fault !== undefined) report(headOf(field), `Field "${field.name}" ${fault}.`)
    }
  },
})

function faultOf(field: Field, {version}: ProtobufFile): string | undefined {
  const {label, parent, isMap} = field
  if (parent.kind === 'oneof') return label && 'is in a oneof, where fields have no label'
  if (isMap) return label && 'is a map, which has no label'
  if (parent.kind === 'extend' && label === 'required') return 'of an extension cannot be required'
  if (version === 'proto2') return label ? undefined : 'needs a label in proto2: optional, required or repeated'
  if (version === 'proto3') return label === 'required' ? 'is required, which proto3 does not have' : undefined
  if (label === 'repeated') return undefined
  return label && `is labelled ${label}; editions say that by the option "features.field_presence"`
}
