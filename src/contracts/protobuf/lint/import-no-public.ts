import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow `import public`',
  why: 'It hands names through from file to file: where a name comes from can no longer be seen, some languages do not support it, and removing it breaks users of the file that imports it.',
  fix: 'Write a plain import, and import the file where its names are used.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      '\nsyntax = "proto3";\nimport "google/protobuf/any.proto";\n',
      '\nsyntax = "proto3";\n// import public "a.proto";\n',
    ],
    invalid: [
      `
syntax = "proto3";
import public "google/protobuf/any.proto"; // want: Import "google/protobuf/any.proto" is public.
`,
      `
syntax = "proto2";
import // want: Import "missing.proto" is public.
  public "missing.proto"; // The finding is where the statement starts.
message A { optional Missing a = 1; }
import public 'b.proto'; // want: Import "b.proto" is public.
`,
    ],
  },

  check({document}, report) {
    for (const each of document.imports)
      if (each.modifier === 'public') report(each, `Import "${each.path}" is public.`)
  },
})
