import {lintRule} from '../model.js'
import {referredFiles} from '../references.js'

export default lintRule({
  summary: 'Disallow imports that nothing uses',
  why: 'Every import becomes a dependency of the generated code of each language, and makes readers look for a use that is not there.',
  fix: 'Remove the import.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
syntax = "proto3";
import "google/protobuf/timestamp.proto";
import "google/protobuf/descriptor.proto"; // Used by the extension.
import "missing.proto"; // Not at hand: it may be used.
message Order { google.protobuf.Timestamp time = 1; }
extend google.protobuf.FieldOptions { string note = 50000; }
`,
      `
// file: a.proto
syntax = "proto3";
import "b.proto"; // Used by what it imports publicly.
import "rules.proto"; // Used by an option.
import public "d.proto"; // For those who import this file.
message A { C c = 1 [(rule) = true]; }
// file: b.proto
syntax = "proto3";
import public "c.proto";
// file: c.proto
syntax = "proto3";
message C {}
// file: d.proto
syntax = "proto3";
// file: rules.proto
syntax = "proto3";
import "google/protobuf/descriptor.proto";
extend google.protobuf.FieldOptions { bool rule = 50000; }
`,
    ],
    invalid: [
      `
syntax = "proto3";
import "google/protobuf/timestamp.proto"; // want: Import "google/protobuf/timestamp.proto" is not used.
message Order { string timestamp = 1; } // A field of that name is no use of it.
`,
      `
// file: a.proto
syntax = "proto3";
package a;
import "b.proto"; // want: Import "b.proto" is not used.
message Order { Item item = 1; } // The one below is nearer.
message Item {}
// file: b.proto
syntax = "proto3";
message Item {}
`,
    ],
  },

  check({document}, report) {
    // In what could not be read there may be a use.
    if (document.problems.length > 0 || document.imports.length === 0) return
    const {set} = document
    const used = referredFiles(document)
    for (const each of document.imports) {
      const imported = set.imported(each)
      if (imported === undefined || imported.problems.length > 0 || each.modifier === 'public') continue
      const provided = set.provided(imported)
      if (provided.complete && !provided.files.some(file => used.has(file)))
        report(each, `Import "${each.path}" is not used.`)
    }
  },
})
