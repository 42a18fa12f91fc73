import {lintRule} from '../model.js'
import {optionOf} from '../option-lookup.js'

export default lintRule({
  summary: 'Disallow enums with two names for one number',
  why: 'What is sent by one name comes back by the other: JSON, logs and generated switches show whichever name is first.',
  fix: 'Remove `allow_alias` and all but one value of each number; to rename a value, add one with a new number and deprecate the old.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      '\nsyntax = "proto3";\nenum Role { ROLE_UNSPECIFIED = 0; }\n',
      '\nsyntax = "proto3";\nenum Role { option allow_alias = false; ROLE_UNSPECIFIED = 0; }\n',
    ],
    invalid: [
      `
syntax = "proto3";
enum Role {
  option allow_alias = true; // want: Enum "Role" allows several names for one number.
  ROLE_UNSPECIFIED = 0;
  ROLE_ADMIN = 1;
  ROLE_ROOT = 1;
}
`,
      `
syntax = "proto3";
message User {
  enum Role { option deprecated = true; option allow_alias = true; ROLE_UNSPECIFIED = 0; ROLE_NONE = 0; } // want: Enum "Role" allows several names for one number.
}
`,
    ],
  },

  check({document}, report) {
    for (const node of document.enums) {
      const option = optionOf(node, 'allow_alias')
      if (option?.value.text === 'true') report(option, `Enum "${node.name}" allows several names for one number.`)
    }
  },
})
