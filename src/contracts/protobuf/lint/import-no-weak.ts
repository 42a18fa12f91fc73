import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow `import weak`',
  why: 'Weak imports were never meant for use outside of the company that made them, and editions no longer have them.',
  fix: 'Write a plain import.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: ['\nsyntax = "proto3";\nimport "weak.proto";\n', '\nedition = "2024";\nimport option "rules.proto";\n'],
    invalid: [
      '\nsyntax = "proto3";\nimport weak "a.proto"; // want: Import "a.proto" is weak.\n',
      '\nsyntax = "proto2";\nimport "a.proto";\nimport weak \'b.proto\'; // want: Import "b.proto" is weak.\n',
    ],
  },

  check({document}, report) {
    for (const each of document.imports) if (each.modifier === 'weak') report(each, `Import "${each.path}" is weak.`)
  },
})
