import {filesByPackage, listed} from '../grouping.js'
import {lintRule} from '../model.js'
import {optionOf} from '../option-lookup.js'

const names = [
  'csharp_namespace',
  'go_package',
  'java_multiple_files',
  'java_package',
  'php_namespace',
  'ruby_package',
  'swift_prefix',
] as const

export default lintRule({
  summary: 'Require the same options for languages in all files of a package',
  why: 'These options say where generated code goes. Where they differ, one package of the contract becomes several in a language, and its types cannot see each other.',
  fix: 'Give all files of the package the same value, or leave the option out of all of them.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
// file: example/v1/a.proto
syntax = "proto3";
package example.v1;
option java_package = "com.example.v1";
option java_outer_classname = "A"; // Has to differ from file to file.
// file: example/v1/b.proto
syntax = "proto3";
package example.v1;
option java_package = "com.example.v1";
`,
      `
// file: example/v1/a.proto
syntax = "proto3";
package example.v1;
option go_package = "example.com/go/v1";
// file: example/v2/a.proto
syntax = "proto3";
package example.v2;
option go_package = "example.com/go/v2";
`,
    ],
    invalid: [
      `
// file: example/v1/a.proto
syntax = "proto3";
package example.v1;
option go_package = "example.com/a"; // want: Files of package "example.v1" give "go_package" the values "example.com/a" and "example.com/b".
// file: example/v1/b.proto
syntax = "proto3";
package example.v1;
option go_package = "example.com/b"; // want: Files of package "example.v1" give "go_package" the values "example.com/a" and "example.com/b".
`,
      `
// file: example/v1/a.proto
syntax = "proto3";
package example.v1;
option java_multiple_files = true; // want: Files of package "example.v1" give "java_multiple_files" the value "true" or none.
// file: example/v1/b.proto // want: Files of package "example.v1" give "java_multiple_files" the value "true" or none.
syntax = "proto3";
package example.v1;
`,
    ],
  },

  check({document}, report) {
    const {packageName, set} = document
    const files = packageName === '' ? [] : (set.once(filesByPackage).get(packageName) ?? [])
    if (files.length < 2) return
    for (const name of names) {
      const values = new Set(files.map(file => optionOf(file, name)?.value.text ?? ''))
      if (values.size < 2) continue
      const given = [...values].filter(value => value !== '').sort()
      const some = `the value${given.length === 1 ? '' : 's'} ${listed(given)}${values.has('') ? ' or none' : ''}`
      report(optionOf(document, name) ?? document, `Files of package "${packageName}" give "${name}" ${some}.`)
    }
  },
})
