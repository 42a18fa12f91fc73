import {filesByPackage, folderOf, listed} from '../grouping.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require all files of a package in one folder',
  why: 'A package is one unit for its users; generators that make one module per folder would make several of it.',
  fix: 'Move the files into one folder.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
// file: example/v1/a.proto
syntax = "proto3";
package example.v1;
// file: example/v1/b.proto
syntax = "proto3";
package example.v1;
`,
      `
// file: a/a.proto
syntax = "proto3";
// file: b/b.proto
syntax = "proto3"; // Neither has a package.
`,
    ],
    invalid: [
      `
// file: example/a/a.proto
syntax = "proto3";
package example.v1; // want: Package "example.v1" is spread over the folders "example/a" and "example/b".
// file: example/b/b.proto
syntax = "proto3";
package example.v1; // want: Package "example.v1" is spread over the folders "example/a" and "example/b".
`,
      `
// file: example/v1/a.proto
syntax = "proto3";
package example.v1; // want: Package "example.v1" is spread over the folders "example/v1" and "example/v1/admin".
// file: example/v1/admin/b.proto
syntax = "proto3";
package example.v1; // want: Package "example.v1" is spread over the folders "example/v1" and "example/v1/admin".
`,
    ],
  },

  check({document}, report) {
    const {packageName, set} = document
    const files = packageName === '' ? [] : (set.once(filesByPackage).get(packageName) ?? [])
    const folders = new Set(files.map(({path}) => folderOf(path)))
    if (folders.size < 2) return
    const message = `Package "${packageName}" is spread over the folders ${listed([...folders].sort())}.`
    report(document.package ?? document, message)
  },
})
