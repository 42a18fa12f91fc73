import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a response for when an operation succeeds',
  why: 'Callers are told what goes wrong and not what they get: generated clients return nothing, mocks can only fail.',
  fix: 'Describe the response of a status from 200 to 399.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get: {responses: {'200': {description: The orders.}}}
    post: {responses: {2XX: {description: Fine.}}}
`,
      // A redirect, a change of the protocol, and what stands for every status.
      `
openapi: 3.1.0
paths:
  /latest: {get: {responses: {'302': {description: Over there.}}}}
  /events: {get: {responses: {'101': {description: A WebSocket from here on.}}}}
  /any: {get: {responses: {default: {description: Whatever.}}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get:
      responses: # want: "GET /orders" does not say what it answers when it succeeds.
        '404': {description: Not there.}
`,
      `
openapi: 3.0.3
paths:
  /orders:
    delete:
      responses: {x-none: true} # want: "DELETE /orders" does not say what it answers when it succeeds.
`,
    ],
  },

  check({document: {operations}}, report) {
    for (const {title, node, responses, responsesNode} of operations)
      if (!responses.some(({status}) => /^[123]|^default$/.test(status)))
        report(responsesNode ?? node, `"${title}" does not say what it answers when it succeeds.`)
  },
})
