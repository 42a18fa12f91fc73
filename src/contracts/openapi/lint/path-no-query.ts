import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow a query or a fragment in paths',
  why: 'Requests are matched by their path alone. What stands behind a "?" or a "#" is never part of it, so the operation is never found.',
  fix: 'Describe what is in the query as parameters with `in: query`.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get: {parameters: [{name: status, in: query, schema: {type: string}}]}
`,
      // Inside of braces it is the name of a parameter.
      `
openapi: 3.1.0
paths:
  /orders/{id}: {get: {}}
  /orders/{what?}: {get: {}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders?status={status}: # want: Path "/orders?status={status}" has a query; only parameters with "in: query" can say that.
    get: {}
`,
      `
openapi: 3.0.3
paths:
  /orders#open: {} # want: Path "/orders#open" has a fragment, which is never sent.
`,
    ],
  },

  check({document: {pathItems}}, report) {
    for (const {path, use} of pathItems) {
      const sign = /[?#]/.exec(path.replaceAll(/\{[^{}]*\}/g, ''))?.[0]
      if (sign === '?')
        report({node: use, on: 'key'}, `Path "${path}" has a query; only parameters with "in: query" can say that.`)
      else if (sign === '#') report({node: use, on: 'key'}, `Path "${path}" has a fragment, which is never sent.`)
    }
  },
})
