import {shortestWay} from '../graph.js'
import {fileGraph} from '../import-graph.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow files that import each other in a circle',
  why: 'A compiler reads what a file imports first; in a circle there is no first, and no file of it can be compiled.',
  fix: 'Move what both sides need into a file of its own that imports neither.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
// file: a.proto
syntax = "proto3";
import "b.proto";
import "c.proto";
// file: b.proto
syntax = "proto3";
import "c.proto"; // Two ways to the same file are no circle.
// file: c.proto
syntax = "proto3";
`,
      `
// file: a.proto
syntax = "proto3";
import "missing.proto";
`,
    ],
    invalid: [
      `
// file: a.proto
syntax = "proto3";
import "b.proto"; // want: This import closes a circle: "a.proto" → "b.proto" → "a.proto".
// file: b.proto
syntax = "proto3";
import public "a.proto"; // want: This import closes a circle: "b.proto" → "a.proto" → "b.proto".
`,
      `
// file: a.proto
syntax = "proto3";
import "b.proto"; // want: This import closes a circle: "a.proto" → "b.proto" → "c.proto" → "a.proto".
// file: b.proto
syntax = "proto3";
import "c.proto"; // want: This import closes a circle: "b.proto" → "c.proto" → "a.proto" → "b.proto".
// file: c.proto
syntax = "proto3";
import "a.proto"; // want: This import closes a circle: "c.proto" → "a.proto" → "b.proto" → "c.proto".
// file: d.proto
syntax = "proto3";
import "a.proto"; // Leads into the circle, and is not in it.
`,
    ],
  },

  check({document}, report) {
    const {set} = document
    const {graph, components} = set.once(fileGraph)
    for (const each of document.imports) {
      const imported = set.imported(each)
      if (imported === undefined || imported === document) continue
      if (components.get(imported) !== components.get(document)) continue
      const way = [document, ...(shortestWay(graph, imported, document) ?? [])].map(({path}) => `"${path}"`)
      report(each, `This import closes a circle: ${way.join(' → ')}.`)
    }
  },
})
