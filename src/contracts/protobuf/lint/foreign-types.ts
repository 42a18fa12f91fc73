import {z} from 'zod'
import {lintRule} from '../model.js'
import {fileOf} from '../names.js'
import {typeOf} from '../spans.js'

export default lintRule({
  summary: 'Disallow fields with types of other packages',
  why: 'A package that is made of types of another one changes when that one does, and its next version drags the other along. For teams that follow the API improvement proposals.',
  fix: 'Declare the type in the package itself. Packages of types that all share go into the option `allow`.',
  severity: 'info',
  presets: [],
  options: z.strictObject({
    allow: z
      .array(z.string())
      .default(['google.protobuf', 'google.api', 'google.rpc', 'google.type', 'google.longrunning', 'google.iam'])
      .describe('Packages whose types may be used everywhere, those below them included.'),
  }),
  examples: {
    valid: [
      `
// file: a.proto
syntax = "proto3";
package example.orders.v1;
import "b.proto";
import "google/protobuf/timestamp.proto";
message Order { Item item = 1; google.protobuf.Timestamp time = 2; }
// file: b.proto
syntax = "proto3";
package example.orders.v1;
message Item {}
`,
      `
// options: {"allow": ["example.common"]}
// file: a.proto
syntax = "proto3";
package example.orders.v1;
import "b.proto";
message Order { example.common.v1.Money price = 1; }
// file: b.proto
syntax = "proto3";
package example.common.v1;
message Money {}
`,
    ],
    invalid: [
      `
// file: a.proto
syntax = "proto3";
package example.orders.v1;
import "b.proto";
message Order { users.v1.User user = 1; } // want: Field "user" has a type of the package "example.users.v1".
// file: b.proto
syntax = "proto3";
package example.users.v1;
message User {}
`,
      `
// file: a.proto
syntax = "proto3";
package example.v2;
import "b.proto";
message Order { map<string, example.v1.Item> items = 1; } // want: Field "items" has a type of the package "example.v1".
// file: b.proto
syntax = "proto3";
package example.v1;
message Item {}
`,
    ],
  },

  check({document}, report, {allow}) {
    for (const field of document.fields) {
      const type = document.set.typeOf(field)
      if (type === undefined) continue
      const {packageName} = fileOf(type)
      if (packageName === document.packageName || packageName === '') continue
      if (allow.some(each => packageName === each || packageName.startsWith(`${each}.`))) continue
      report(typeOf(field), `Field "${field.name}" has a type of the package "${packageName}".`)
    }
  },
})
