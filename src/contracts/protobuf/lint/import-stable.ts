import {lintRule} from '../model.js'

/** `v1alpha1`, `v2beta`, `v1p1beta1`, `v1test`: versions that promise nothing. */
const unstable = /(?:^|\.)v[1-9][0-9]*(?:test|(?:p[1-9][0-9]*)?(?:alpha|beta))/
const stable = /(?:^|\.)v[1-9][0-9]*$/

export default lintRule({
  summary: 'Disallow imports of unstable packages in stable ones',
  why: 'A package that is promised to stay compatible cannot keep its word when it is made of messages that may change every day.',
  fix: 'Import the stable version of the package, or copy what is needed.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
// file: a/v1/a.proto
syntax = "proto3";
package a.v1;
import "b/v1/b.proto";
// file: b/v1/b.proto
syntax = "proto3";
package b.v1;
`,
      `
// file: a/v1beta1/a.proto
syntax = "proto3";
package a.v1beta1; // Unstable itself.
import "b/v1alpha1/b.proto";
// file: b/v1alpha1/b.proto
syntax = "proto3";
package b.v1alpha1;
`,
    ],
    invalid: [
      `
// file: a/v1/a.proto
syntax = "proto3";
package a.v1;
import "b/v1beta1/b.proto"; // want: Package "a.v1" is stable and imports "b.v1beta1", which is not.
// file: b/v1beta1/b.proto
syntax = "proto3";
package b.v1beta1;
`,
      `
// file: a/v2/a.proto
syntax = "proto3";
package a.v2;
import "b/b.proto"; // want: Package "a.v2" is stable and imports "b.v1p1alpha2", which is not.
// file: b/b.proto
syntax = "proto3";
package b.v1p1alpha2;
`,
    ],
  },

  check({document}, report) {
    const {packageName, set} = document
    if (!stable.test(packageName)) return
    for (const each of document.imports) {
      const imported = set.imported(each)?.packageName ?? ''
      if (unstable.test(imported))
        report(each, `Package "${packageName}" is stable and imports "${imported}", which is not.`)
    }
  },
})
