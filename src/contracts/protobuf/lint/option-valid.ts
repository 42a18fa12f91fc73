import {fieldOptionFault, isOfField} from '../field-options.js'
import {lintRule, type Option} from '../model.js'
import {optionField} from '../option-field.js'
import {valueFault} from '../option-values.js'

export default lintRule({
  summary: 'Require options that there are, with values of their type',
  why: 'A misspelt option or a value of another type stops every compiler; tools that only read the file pass over it, and what it should have switched on stays off.',
  fix: 'Correct the name or the value as the message says, or import the file that declares the option.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
syntax = "proto2";
import "google/protobuf/descriptor.proto";
option java_package = "com." "example";
option optimize_for = CODE_SIZE;
message Note { optional string text = 1; repeated int32 lines = 2; optional float weight = 3; optional bool loud = 4; }
extend google.protobuf.FieldOptions { optional Note note = 50000; repeated string tags = 50001; }
message Order {
  optional double total = 1 [default = -inf, json_name = "sum", deprecated = true];
  optional string id = 2 [(note) = {text: "x" lines: [1, 0x2] weight: nan loud: True}, (tags) = "a", (tags) = "b"];
  optional int32 low = 3 [default = -2147483648, (note).text = "x", (note).loud = false];
}
`,
      `
syntax = "proto3";
import "missing.proto"; // Not at hand: what the option is nobody knows.
message Order { string id = 1 [(other.rule).length = 3, (other.rule).length = "x"]; }
`,
    ],
    invalid: [
      `
syntax = "proto3";
option java_packages = "com.example"; // want: There is no option "java_packages" for files. Did you mean "java_package"?
option java_multiple_files = "true"; // want: "java_multiple_files" takes true or false.
option optimize_for = SPED; // want: Enum "OptimizeMode" has no value "SPED". Did you mean "SPEED"?
message Order {
  option deprecated = true;
  option deprecated = true; // want: "deprecated" is set already.
  string id = 1 [deprecate = true]; // want: There is no option "deprecate" for fields. Did you mean "deprecated"?
}
`,
      `
syntax = "proto2";
import "google/protobuf/descriptor.proto";
message Note { optional string text = 1; }
extend google.protobuf.FieldOptions { optional Note note = 50000; }
message Order {
  optional uint32 total = 1 [default = -1]; // want: "total" takes a whole number from 0 to 4294967295.
  repeated string tags = 2 [default = "x"]; // want: Field "tags" cannot have a default: it is repeated.
  optional string id = 3 [(note) = {txt: "x"}]; // want: Message "Note" has no field "txt".
  repeated string notes = 4 [packed = true]; // want: "packed" is for repeated numbers, bools and enums only.
  optional int32 small = 5 [jstype = JS_STRING]; // want: "jstype" is for numbers of 64 bits only.
  option (note).text = "x"; // want: Option "note" is for fields, not for messages.
}
`,
    ],
  },

  check({document}, report) {
    const seen = new Map<Option['parent'], Set<string>>()
    for (const option of document.allOptions) {
      const {parent, name, nameStart, nameEnd, value} = option
      const place = {node: option, start: nameStart, end: nameEnd}
      const isOwn = isOfField(option)
      const field = isOwn ? undefined : optionField(option)
      if (typeof field === 'string') report(place, field)
      if (typeof field === 'string' || (field === undefined && !isOwn)) continue
      const names = seen.get(parent) ?? new Set()
      seen.set(parent, names)
      if (names.has(name) && !field?.isRepeated) report(place, `"${name}" is set already.`)
      names.add(name)
      const fault = (field && valueFault(field, value, false)) ?? fieldOptionFault(option)
      if (fault !== undefined) report({node: option, start: fault.at.start, end: fault.at.end}, fault.message)
    }
  },
})
