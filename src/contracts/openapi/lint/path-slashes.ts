import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow slashes at the end of paths and empty segments',
  why: 'For most servers `/orders` and `/orders/` are two paths: callers who leave the slash out, or add it, are not found.',
  fix: 'Remove the slash.',
  severity: 'warning',
  presets: ['recommended'],
  within: 'openapi/path-style',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths: {/orders: {get: {}}, /: {get: {}}}
`,
      // A parameter may be last.
      `
openapi: 3.1.0
paths: {'/orders/{orderId}': {get: {}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders/: {get: {}} # want: Path "/orders/" ends in a slash.
  /orders/{orderId}: {get: {}}
`,
      `
openapi: 3.0.3
paths:
  /shop//orders: {} # want: Path "/shop//orders" has an empty segment.
`,
    ],
  },

  check({document: {pathItems}}, report) {
    for (const {path, use} of pathItems) {
      if (path !== '/' && path.endsWith('/')) report({node: use, on: 'key'}, `Path "${path}" ends in a slash.`)
      if (path.includes('//')) report({node: use, on: 'key'}, `Path "${path}" has an empty segment.`)
    }
  },
})
