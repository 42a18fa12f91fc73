import {toUpperSnakeCase} from '../../../standard/casing.js'
import {lintRule} from '../model.js'
import {numberOf} from '../spans.js'

export default lintRule({
  summary: 'Require every enum to start with `<ENUM_NAME>_UNSPECIFIED = 0`',
  why: 'A field that was not set, and a value that an older client does not know, read as 0. If 0 means something, nobody can tell it from nothing.',
  fix: 'Put `<ENUM_NAME>_UNSPECIFIED = 0` first and give the other values numbers from 1 on.',
  severity: 'error',
  examples: {
    valid: [
      `
syntax = "proto3";
enum Role { ROLE_UNSPECIFIED = 0; ROLE_ADMIN = 1; }
`,
      `
syntax = "proto3";
message User {
  enum HTTPMethod { HTTP_METHOD_UNSPECIFIED = 0x0; } // The name of the enum, not that of the message around it.
}
`,
    ],
    invalid: [
      `
syntax = "proto3";
enum Role {
  ADMIN = 0; // want: Value "ADMIN" of enum "Role" is 0; it must be "ROLE_UNSPECIFIED".
  ROLE_UNSPECIFIED = 1;
}
`,
      `
syntax = "proto2";
enum Role {
  ROLE_ADMIN = 1; // want: Enum "Role" starts with 1; it must start with "ROLE_UNSPECIFIED = 0".
  ROLE_UNSPECIFIED = 0;
}
`,
      `
syntax = "proto3";
enum Role {
  UNSPECIFIED = 0; // want: Value "UNSPECIFIED" of enum "Role" is 0; it must be "ROLE_UNSPECIFIED".
}
`,
    ],
  },

  check({document}, report) {
    for (const {name: owner, values} of document.enums) {
      const wanted = `${toUpperSnakeCase(owner)}_UNSPECIFIED`
      const [first] = values
      if (first !== undefined && first.number !== 0)
        report(numberOf(first), `Enum "${owner}" starts with ${first.number}; it must start with "${wanted} = 0".`)
      for (const value of values)
        if (value.number === 0 && value.name !== wanted)
          report(value, `Value "${value.name}" of enum "${owner}" is 0; it must be "${wanted}".`)
    }
  },
})
