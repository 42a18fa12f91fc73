import {toUpperSnakeCase} from '../../../standard/casing.js'
import {type EnumValue, lintRule} from '../model.js'
import {isSet} from '../option-lookup.js'

export default lintRule({
  summary: 'Disallow values of an enum that differ by prefix and underscores only',
  why: 'Several languages leave the name of the enum out of its values and write them in PascalCase; what is the same then does not compile, and in proto3 the compiler refuses it for all.',
  fix: 'Rename one of the values, or remove it.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      '\nsyntax = "proto3";\nenum Role { ROLE_UNSPECIFIED = 0; ROLE_CHECKBOX = 1; ROLE_CHECK_BOX = 2; } // Words count: Checkbox, CheckBox.\n',
      '\nsyntax = "proto3";\nenum Role { option allow_alias = true; ROLE_UNSPECIFIED = 0; ROLE_A = 1; A = 1; } // One number by two names.\n',
    ],
    invalid: [
      `
syntax = "proto3";
enum Role {
  ROLE_UNSPECIFIED = 0;
  ROLE_ADMIN = 1;
  ADMIN = 2; // want: "ADMIN" and "ROLE_ADMIN" are the same without the prefix "ROLE_" and underscores.
}
`,
      `
syntax = "proto3";
enum V1Status {
  V1_STATUS_UNSPECIFIED = 0;
  V1_STATUS_ON_LINE = 1;
  V1STATUS_ON_LINE = 2; // want: "V1STATUS_ON_LINE" and "V1_STATUS_ON_LINE" are the same without the prefix "V1_STATUS_" and underscores.
}
`,
    ],
  },

  check({document}, report) {
    // Before proto3 it is a warning of the compiler only.
    if (document.version === 'proto2') return
    for (const node of document.enums) {
      const seen = new Map<string, EnumValue>()
      for (const value of node.values) {
        const bare = bareName(value.name, node.name)
        const first = seen.get(bare)
        if (first === undefined) seen.set(bare, value)
        else if (first.name !== value.name && !(first.number === value.number && isSet(node, 'allow_alias'))) {
          const prefix = `${toUpperSnakeCase(node.name)}_`
          const message = `"${value.name}" and "${first.name}" are the same without the prefix "${prefix}" and underscores.`
          report(value, message, [{at: first, message: 'The other value.'}])
        }
      }
    }
  },
})

/** What generators make of a name: without the name of the enum, and in PascalCase, so that words count. */
function bareName(name: string, owner: string): string {
  const words = withoutPrefix(name, owner.replaceAll('_', '').toLowerCase()).split('_')
  return words.map(word => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()).join('')
}

/** Takes off the letters of a prefix, wherever underscores are among them; never the whole name. */
function withoutPrefix(name: string, prefix: string): string {
  let matched = 0
  let at = 0
  for (; at < name.length && matched < prefix.length; at++) {
    if (name[at] === '_') continue
    if (name[at]?.toLowerCase() !== prefix[matched]) return name
    matched++
  }
  const rest = name.slice(at).replace(/^_+/, '')
  return matched < prefix.length || rest === '' ? name : rest
}
