import {shortestWay} from '../graph.js'
import {packageGraph} from '../import-graph.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow packages that import each other in a circle',
  why: 'Packages become modules, crates or Go packages, most of which may not depend on each other in a circle; and none of them can get a new version alone.',
  fix: 'Move what both packages need into a third one.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
// file: a/a.proto
syntax = "proto3";
package a;
import "a/b.proto";
// file: a/b.proto
syntax = "proto3";
package a; // Within a package files may use each other.
`,
      `
// file: a.proto
syntax = "proto3";
package a;
import "b.proto";
// file: b.proto
syntax = "proto3";
package b;
import "c.proto";
// file: c.proto
syntax = "proto3";
package c;
`,
    ],
    invalid: [
      `
// file: a/one.proto
syntax = "proto3";
package a;
import "b/one.proto"; // want: Package "a" imports package "b", which leads back: "a" → "b" → "a".
// file: a/two.proto
syntax = "proto3";
package a;
// file: b/one.proto
syntax = "proto3";
package b;
// file: b/two.proto
syntax = "proto3";
package b;
import "a/two.proto"; // want: Package "b" imports package "a", which leads back: "b" → "a" → "b".
`,
      `
// file: a.proto
syntax = "proto3";
package a;
import "b.proto"; // want: Package "a" imports package "b", which leads back: "a" → "b" → "c" → "a".
// file: b.proto
syntax = "proto3";
package b;
import "c.proto"; // want: Package "b" imports package "c", which leads back: "b" → "c" → "a" → "b".
// file: c.proto
syntax = "proto3";
package c;
import "a2.proto"; // want: Package "c" imports package "a", which leads back: "c" → "a" → "b" → "c".
// file: a2.proto
syntax = "proto3";
package a;
`,
    ],
  },

  check({document}, report) {
    const {set, packageName} = document
    const {graph, components} = set.once(packageGraph)
    const component = components.get(packageName)
    if (component === undefined) return
    for (const each of document.imports) {
      const target = set.imported(each)?.packageName
      if (target === undefined || target === packageName || components.get(target) !== component) continue
      const way = [packageName, ...(shortestWay(graph, target, packageName) ?? [])].map(name => `"${name}"`)
      report(each, `Package "${packageName}" imports package "${target}", which leads back: ${way.join(' → ')}.`)
    }
  },
})
