import {lintRule} from '../model.js'

/** Words of points in time: those of the standard, and those of the API improvement proposals. */
const timely = /(?:^|_)(?:at|times?|timestamps?|dates?|until|since|after|before)(?:_|$)/

export default lintRule({
  summary: 'Enforce names of timestamps that say that they are points in time',
  why: '`created` may be a point in time, a flag or a person. With a suffix it is read right without a look at its type.',
  fix: 'Name it `created_at`, or `create_time`.',
  severity: 'info',
  presets: ['recommended'],
  examples: {
    valid: [
      `
syntax = "proto3";
import "google/protobuf/timestamp.proto";
message Order { google.protobuf.Timestamp created_at = 1; google.protobuf.Timestamp expire_time = 2; bool deleted = 3; }
`,
      `
syntax = "proto3";
import "google/protobuf/timestamp.proto";
message Range { google.protobuf.Timestamp timestamp_value = 1; repeated google.protobuf.Timestamp dates = 2; }
`,
    ],
    invalid: [
      `
syntax = "proto3";
import "google/protobuf/timestamp.proto";
message Order {
  google.protobuf.Timestamp created = 1; // want: Field "created" is a point in time; let its name end in "_at" or "_time".
}
`,
      `
syntax = "proto3";
package google.protobuf.test;
import "google/protobuf/timestamp.proto";
message Order {
  .google.protobuf.Timestamp last_login = 1; // want: Field "last_login" is a point in time; let its name end in "_at" or "_time".
}
`,
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      if (!field.type.endsWith('Timestamp') || field.isMap || timely.test(field.name)) continue
      if (document.set.typeNameOf(field) === 'google.protobuf.Timestamp')
        report(field, `Field "${field.name}" is a point in time; let its name end in "_at" or "_time".`)
    }
  },
})
