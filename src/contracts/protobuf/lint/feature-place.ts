import {featureFault} from '../feature-fault.js'
import {lintRule, type Option} from '../model.js'

export default lintRule({
  summary: 'Require features of editions where they mean something',
  why: 'A feature that is set where it has no meaning, or before there was one, is refused by every compiler of editions.',
  fix: 'Set the feature at the declaration that it is about, or for the whole file, or remove it.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
edition = "2023";
option features.utf8_validation = NONE; // For every field of the file.
message Order {
  option features.json_format = LEGACY_BEST_EFFORT;
  string id = 1 [features.field_presence = IMPLICIT];
  map<string, int32> counts = 2 [features.utf8_validation = NONE]; // Its keys are strings.
  repeated int32 sizes = 3 [features = {repeated_field_encoding: EXPANDED}];
  Order first = 4 [features.message_encoding = DELIMITED];
}
`,
      `
edition = "2024";
option features.default_symbol_visibility = EXPORT_ALL;
service OrderService { option features.enforce_naming_style = STYLE_LEGACY; }
`,
    ],
    invalid: [
      `
syntax = "proto2";
message Order { optional string id = 1 [features.field_presence = EXPLICIT]; } // want: Features are set in editions only.
`,
      `
edition = "2023";
message Order {
  option features.field_presence = EXPLICIT; // want: Feature "field_presence" cannot be set on a message; it can on a file, a field.
  int32 size = 1 [features.utf8_validation = NONE]; // want: Feature "utf8_validation" is about strings, and "size" has none.
  string id = 2 [features.repeated_field_encoding = EXPANDED]; // want: Feature "repeated_field_encoding" is about repeated fields, which "id" is not.
  repeated string tags = 3 [features.repeated_field_encoding = PACKED]; // want: "tags" cannot be packed: only numbers, booleans and enums can.
  map<string, Order> parts = 4 [features.message_encoding = DELIMITED]; // want: Feature "message_encoding" is about messages, which "parts" is not.
  Order first = 5 [features = {field_presence: IMPLICIT}]; // want: "first" is a message, which is never implicit.
  oneof payment { string card = 6 [features.field_presence = EXPLICIT]; } // want: Feature "field_presence" is about single fields, which "card" is not.
  string note = 7 [features.enforce_naming_style = STYLE_LEGACY]; // want: Feature "enforce_naming_style" is there from edition 2024 on.
  extensions 100;
}
extend Order { string mark = 100 [features.field_presence = EXPLICIT]; } // want: Feature "field_presence" is about single fields, which "mark" is not.
`,
      `
edition = "2024";
message Order { option features.default_symbol_visibility = STRICT; } // want: Feature "default_symbol_visibility" cannot be set on a message; it can on a file.
enum Kind { KIND_UNSPECIFIED = 0 [features.enum_type = OPEN]; } // want: Feature "enum_type" cannot be set on a value of an enum; it can on a file, an enum.
`,
    ],
  },

  check({document}, report) {
    const edition = document.syntax?.keyword === 'edition' ? document.syntax.value : undefined
    for (const option of document.allOptions) {
      if (!/^features(?:\.|$)/.test(option.name)) continue
      if (edition === undefined) report(option, 'Features are set in editions only.')
      else
        for (const [name, value] of featuresOf(option)) {
          const fault = featureFault(name, value, option.parent, edition)
          if (fault !== undefined) report(option, fault)
        }
    }
  },
})

/** The features that an option sets: `features.enum_type = OPEN`, or several in one message. */
function featuresOf({name, value}: Option): (readonly [name: string, value: string])[] {
  if (name === 'features') return value.members.map(member => [member.name, member.value.text] as const)
  return [[name.slice('features.'.length), value.text]]
}
