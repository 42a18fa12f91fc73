import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow words of names of fields that start with a digit',
  why: 'In camelCase a digit has no capital: `line_1` and `line1` become the same name in JSON, and the way back from JSON is lost.',
  fix: 'Join the digit to the word before it: `line1`.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      '\nsyntax = "proto3";\nmessage Address { string line1 = 1; string sha256_hash = 2; }\n',
      '\nsyntax = "proto3";\nmessage Address { string ipv4_address = 1; string x509 = 2; }\n',
    ],
    invalid: [
      `
syntax = "proto3";
message Address {
  string line_1 = 1; // want: "1" of field "line_1" starts with a digit; write "line1".
}
`,
      `
syntax = "proto3";
message Hash {
  string sha_256_hash = 1; // want: "256" of field "sha_256_hash" starts with a digit; write "sha256_hash".
  string is_2fa = 2; // want: "2fa" of field "is_2fa" starts with a digit; write "is2fa".
}
`,
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      const word = field.name.split('_').find(each => /^[0-9]/.test(each))
      if (word === undefined) continue
      const better = field.name.replaceAll(/_(?=[0-9])/g, '')
      report(field, `"${word}" of field "${field.name}" starts with a digit; write "${better}".`)
    }
  },
})
