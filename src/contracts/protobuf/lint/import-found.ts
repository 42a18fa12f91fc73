import {z} from 'zod'
import {suggestImport} from '../import-suggestions.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require imported files to be at hand',
  why: 'What a file imports is part of the contract. As long as it is missing, nobody can say whether the names taken from it are right, and mesh leaves them alone.',
  fix: 'Correct the path, which starts from the folder that the packages start from, or put the file into the workspace. Paths that come with a dependency go into the option `allow`.',
  severity: 'warning',
  presets: ['standard', 'recommended', 'minimal'],
  options: z.strictObject({
    allow: z
      .array(z.string())
      .default([])
      .describe('Starts of paths that are provided elsewhere, such as `google/api/`.'),
  }),
  examples: {
    valid: [
      `
// file: proto/example/orders/v1/orders.proto
syntax = "proto3";
import "example/orders/v1/messages.proto"; // Found from the folder "proto".
import "google/protobuf/timestamp.proto"; // Comes with every compiler.
// file: proto/example/orders/v1/messages.proto
syntax = "proto3";
`,
      `
// options: {"allow": ["google/api/"]}
// file: example/orders/v1/orders.proto
syntax = "proto3";
import "google/api/annotations.proto";
`,
    ],
    invalid: [
      `
// file: example/orders/v1/orders.proto
syntax = "proto3";
import "example/orders/v1/mesages.proto"; // want: "example/orders/v1/mesages.proto" is not among the files that are read; names from it are not checked. Did you mean "example/orders/v1/messages.proto"?
// file: example/orders/v1/messages.proto
syntax = "proto3";
`,
      `
syntax = "proto3";
import "google/protobuf/timestamps.proto"; // want: "google/protobuf/timestamps.proto" is not among the files that are read; names from it are not checked. Did you mean "google/protobuf/timestamp.proto"?
`,
    ],
  },

  check({document}, report, {allow}) {
    const {set} = document
    for (const each of document.imports) {
      if (set.imported(each) !== undefined || allow.some(start => each.path.startsWith(start))) continue
      const place = {node: each, start: each.pathStart, end: each.pathEnd}
      const meant = suggestImport(each.path, set)
      report(place, `"${each.path}" is not among the files that are read; names from it are not checked.${meant}`)
    }
  },
})
