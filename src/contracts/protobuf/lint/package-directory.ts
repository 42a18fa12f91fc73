import {folderOf} from '../grouping.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require files in the folder that their package names',
  why: 'Imports are paths. Where folders and packages agree, everybody finds the file of a type, and files of two packages never get into the way of each other.',
  fix: 'Move the file: package `example.orders.v1` belongs into a folder `example/orders/v1`, below any other.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      '\n// file: proto/example/orders/v1/orders.proto\nsyntax = "proto3";\npackage example.orders.v1;\n',
      '\n// file: anywhere/orders.proto\nsyntax = "proto3"; // Has no package.\n',
    ],
    invalid: [
      `
// file: example/orders.proto
syntax = "proto3";
package example.orders.v1; // want: Package "example.orders.v1" belongs into a folder "example/orders/v1", not "example".
`,
      `
// file: other_example/v1/orders.proto
syntax = "proto3";
package example.v1; // want: Package "example.v1" belongs into a folder "example/v1", not "other_example/v1".
`,
    ],
  },

  check({document}, report) {
    const {package: declared, packageName, set, path} = document
    if (declared === undefined) return
    const wanted = packageName.replaceAll('.', '/')
    if (`/${folderOf(set.absolute(path))}`.endsWith(`/${wanted}`)) return
    report(declared, `Package "${packageName}" belongs into a folder "${wanted}", not "${folderOf(path)}".`)
  },
})
