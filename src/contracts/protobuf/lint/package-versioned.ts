import {z} from 'zod'
import {toLowerSnakeCase} from '../../../standard/casing.js'
import {lintRule} from '../model.js'

const versioned = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*\.v[1-9][0-9]*$/

/** `v1beta1`, `v1p1alpha2`, `v2test`: versions that may still change. */
const unstable =
  /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*\.v[1-9][0-9]*(?:test.*|(?:p[1-9][0-9]*)?(?:alpha|beta)(?:[1-9][0-9]*)?)$/

/** Packages that everybody uses, and keeps copies of, under these names; nobody can change them. */
const shared = new Set(['api', 'longrunning', 'protobuf', 'rpc', 'type'].map(name => `google.${name}`))

export default lintRule({
  summary: 'Require a package in small letters that ends in a major version',
  why: 'Two versions of an API can only be served side by side when their packages differ; a package without a version can never change in an incompatible way.',
  fix: 'Name the package `{organization}.{domain}.v{N}`, such as `example.orders.v1`.',
  severity: 'error',
  options: z.strictObject({
    unstable: z.boolean().default(false).describe('Whether versions such as `v1beta1` are right, too.'),
  }),
  examples: {
    valid: [
      `
syntax = "proto3";
package example.orders.v1;
`,
      `
syntax = "proto3";
package example.order_items.internal.v12;
`,
      `
syntax = "proto3";
// A copy of what everybody imports.
package google.api;
`,
    ],
    invalid: [
      `
syntax = "proto3"; // want: The file has no package; name one such as "example.orders.v1".
`,
      `
syntax = "proto3";
package orders; // want: Package "orders" does not end in a major version; write "orders.v1".
`,
      `
syntax = "proto3";
package example.Orders.v0; // want: Package "example.Orders.v0" is not in small letters with a major version of at least 1; write "example.orders.v1".
`,
      `
syntax = "proto3";
package v1; // want: Package "v1" is a version only; write a name before it, such as "example.v1".
`,
    ],
  },

  check({document}, report, options) {
    const {package: declared} = document
    if (declared === undefined) {
      report(document.syntax ?? document, 'The file has no package; name one such as "example.orders.v1".')
      return
    }
    const {name} = declared
    if (shared.has(name) || versioned.test(name) || (options.unstable && unstable.test(name))) return
    report(declared, faultOf(name))
  },
})

function faultOf(name: string): string {
  const parts = name.split('.')
  const version = /^v[0-9]/i.test(parts.at(-1) ?? '') ? parts.pop() : undefined
  if (parts.length === 0) return `Package "${name}" is a version only; write a name before it, such as "example.v1".`
  const number = /^v([1-9][0-9]*)/i.exec(version ?? '')?.[1] ?? '1'
  const better = [...parts.map(toLowerSnakeCase), `v${number}`].join('.')
  if (version === undefined && better.startsWith(`${name}.`))
    return `Package "${name}" does not end in a major version; write "${better}".`
  return `Package "${name}" is not in small letters with a major version of at least 1; write "${better}".`
}
