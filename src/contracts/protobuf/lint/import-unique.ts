import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow imports of the file itself and imports that are there twice',
  why: 'Compilers refuse both, though the text can be read.',
  fix: 'Remove the import.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
syntax = "proto3";
import "google/protobuf/any.proto";
import "google/protobuf/empty.proto";
`,
      `
// file: a/common.proto
syntax = "proto3";
// file: b/common.proto
syntax = "proto3";
import "a/common.proto"; // Another file of the same name.
`,
    ],
    invalid: [
      `
syntax = "proto3";
import "google/protobuf/any.proto";
import public "google/protobuf/any.proto"; // want: "google/protobuf/any.proto" is imported already.
`,
      `
// file: example/common.proto
syntax = "proto3";
import "example/common.proto"; // want: "example/common.proto" imports itself.
`,
    ],
  },

  check({document}, report) {
    const seen = new Map<string, (typeof document.imports)[number]>()
    for (const each of document.imports) {
      const first = seen.get(each.path)
      if (document.set.imported(each) === document) report(each, `"${each.path}" imports itself.`)
      else if (first !== undefined)
        report(each, `"${each.path}" is imported already.`, [{at: first, message: 'It is imported here first.'}])
      else seen.set(each.path, each)
    }
  },
})
