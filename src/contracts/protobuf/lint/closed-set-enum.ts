import {z} from 'zod'
import {toPascalCase} from '../../../standard/casing.js'
import {closedSets} from '../../../standard/protobuf.js'
import {noteIn} from '../api-comments.js'
import {lintRule} from '../model.js'
import {fileOf} from '../names.js'
import type {Field} from '../nodes.js'
import {typeOf} from '../spans.js'

export default lintRule({
  summary: 'Require an enum for fields that hold one of a closed set of values',
  why: 'A string accepts every misspelling. With an enum the compiler knows the values, and so does everybody who reads the contract.',
  fix: 'Declare an enum and use it as the type. Names of open sets, such as `content_type`, go into the option `allow`.',
  severity: 'warning',
  options: z.strictObject({
    allow: z
      .array(z.string())
      .default(['content_type', 'media_type', 'mime_type'])
      .describe('Names of fields whose values are an open set; words may stand before them.'),
  }),
  examples: {
    valid: [
      `
syntax = "proto3";
enum Role { ROLE_UNSPECIFIED = 0; }
message User { Role role = 1; repeated Role previous_role = 2; }
`,
      `
syntax = "proto3";
message File {
  string content_type = 1; // An open set.
  string preview_media_type = 4;
  string prototype = 2; // Ends in "type", but not in the word.
  map<string, string> state = 3;
}
`,
      `
syntax = "proto3";
// Everybody may make roles of their own.
message Role { string name = 1; }
message GrantRoleRequest { string user = 1; string role = 2; }
`,
      `
syntax = "proto3";
message Resource {
  // Types are named by their services, such as "storage.example.com/Bucket".
  string type = 1;
}
`,
    ],
    invalid: [
      `
syntax = "proto3";
message User {
  string role = 1; // want: Field "role" is a string; its values are a closed set, so make it an enum such as "Role".
}
`,
      `
syntax = "proto3";
message Order {
  optional string payment_status = 1; // want: Field "payment_status" is a string; its values are a closed set, so make it an enum such as "PaymentStatus".
  oneof of { string kind = 2; } // want: Field "kind" is a string; its values are a closed set, so make it an enum such as "Kind".
}
`,
    ],
  },

  check({document}, report, {allow}) {
    const {files} = document.set.visible(document)
    const messages = new Set([...files].flatMap(file => file.messages.map(message => message.name)))
    for (const field of document.fields) {
      const {name, type, isMap} = field
      if (type !== 'string' || isMap || !isClosedSet(name)) continue
      if (allow.some(each => name === each || name.endsWith(`_${each}`))) continue
      // Where roles are messages, they are data: the field names one of them.
      if (messages.has(toPascalCase(name))) continue
      if (hasOpenExample(field)) continue
      const message = `Field "${name}" is a string; its values are a closed set, so make it an enum such as "${toPascalCase(name)}".`
      report(typeOf(field), message)
    }
  },
})

/** Whether its comment gives a value that no enum can have: a path, an address or a name with a dot in it. */
function hasOpenExample(field: Field): boolean {
  return noteIn(fileOf(field), field, /(["'`][\w-]+[./:][\w./:-]+["'`])/) !== undefined
}

function isClosedSet(name: string): boolean {
  return closedSets.includes(name.slice(name.lastIndexOf('_') + 1))
}
