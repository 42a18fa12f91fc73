import {extendedMessage, extensionRanges, highestNumber, numberFault, sameExtension} from '../extensions.js'
import {lintRule} from '../model.js'
import {highest} from '../range-parser.js'
import {numberOf} from '../spans.js'

export default lintRule({
  summary: 'Require numbers of extensions that the extended message allows and no other extension has',
  why: 'An extension is a field of the message that it extends: a number outside of the ranges that the message gives away is refused, and two extensions of one number read the bytes of each other.',
  fix: 'Choose a free number from the extension ranges of the message, or declare a range there.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
syntax = "proto2";
message Order { extensions 100 to 199; optional string id = 1; }
extend Order { optional string note = 100; optional string other = 199; }
message Item { extensions 100 to max; }
extend Item { optional string comment = 100; } // Of another message.
`,
      `
syntax = "proto2";
message Set { option message_set_wire_format = true; extensions 4 to max; }
message Order { extend Set { optional Order order = 1000000000; } } // Such sets have higher numbers.
`,
      `
// file: a.proto
syntax = "proto3";
package a;
import "google/protobuf/descriptor.proto";
extend google.protobuf.FieldOptions { string note = 50000; }
// file: b.proto
syntax = "proto3";
package b;
import "google/protobuf/descriptor.proto";
extend google.protobuf.FieldOptions { string note = 50000; } // Nobody loads it together with the first.
`,
    ],
    invalid: [
      `
syntax = "proto2";
message Order { extensions 100 to 199; }
extend Order {
  optional string note = 200; // want: Number 200 of field "note" is in no extension range of "Order".
  optional string first = 150;
  optional string second = 150; // want: Number 150 of field "second" is taken by the extension "first".
}
extend Order { optional string huge = 536870912; } // want: Number 536870912 of field "huge" is not from 1 to 536870911.
`,
      `
// file: a.proto
syntax = "proto3";
package a;
import "google/protobuf/descriptor.proto";
import "b.proto";
extend google.protobuf.FieldOptions { string note = 50000; } // want: Number 50000 of field "note" is taken by the extension "text".
// file: b.proto
syntax = "proto3";
package b;
import "google/protobuf/descriptor.proto";
extend google.protobuf.FieldOptions { string text = 50000; }
`,
    ],
  },

  check({document}, report) {
    for (const extend of document.extends) {
      const message = extendedMessage(extend, document)
      const most = message === undefined ? highest.message : highestNumber(message)
      const ranges = message && extensionRanges(message)
      for (const field of extend.fields) {
        const {name, number} = field
        const fault = numberFault(field, most)
        const first = sameExtension(field, extend, document)
        if (fault !== undefined) report(numberOf(field), fault)
        else if (first !== undefined)
          report(numberOf(field), `Number ${number} of field "${name}" is taken by the extension "${first.name}".`, [
            {at: numberOf(first), message: 'It is taken here.'},
          ])
        else if (ranges !== undefined && !ranges.some(({from, to}) => number >= from && number <= to))
          report(numberOf(field), `Number ${number} of field "${name}" is in no extension range of "${extend.type}".`)
      }
    }
  },
})
