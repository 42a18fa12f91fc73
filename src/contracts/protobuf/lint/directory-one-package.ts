import {filesByFolder, folderOf, listed} from '../grouping.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require all files of a folder to be of one package',
  why: 'Many generators make one module of a folder, and fail or mix names when its files are of several packages.',
  fix: 'Move the files of each package into a folder of their own.',
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
// file: example/v1/a.proto
syntax = "proto3";
package example.v1;
// file: example/v1/admin/b.proto
syntax = "proto3";
package example.v1.admin; // Another folder.
`,
    ],
    invalid: [
      `
// file: example/v1/a.proto
syntax = "proto3";
package example.v1; // want: Folder "example/v1" has files of the packages "example.v1" and "example.v2".
// file: example/v1/b.proto
syntax = "proto3";
package example.v2; // want: Folder "example/v1" has files of the packages "example.v1" and "example.v2".
`,
      `
// file: example/a.proto
syntax = "proto3";
package example; // want: Folder "example" has files of the package "example" and files without a package.
// file: example/b.proto // want: Folder "example" has files of the package "example" and files without a package.
syntax = "proto3";
`,
    ],
  },

  check({document}, report) {
    const folder = folderOf(document.path)
    const files = document.set.once(filesByFolder).get(folder) ?? []
    const packages = new Set(files.map(({packageName}) => packageName))
    if (packages.size < 2) return
    const named = [...packages].filter(name => name !== '').sort()
    const of = `the package${named.length === 1 ? '' : 's'} ${listed(named)}`
    const others = packages.has('') ? ' and files without a package' : ''
    report(document.package ?? document, `Folder "${folder}" has files of ${of}${others}.`)
  },
})
