import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a response for when an operation fails',
  why: 'Every operation can be called wrongly. A contract that describes success alone leaves clients to find out how failure looks.',
  fix: 'Describe a `4XX` response, each status by itself, or `default`.',
  severity: 'warning',
  presets: ['recommended'],
  within: 'openapi/required-error-responses',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get: {responses: {'200': {description: OK}, '404': {description: None}}}
    put: {responses: {'200': {description: OK}, 4XX: {description: Wrong}}}
    post: {responses: {'201': {description: OK}, default: {description: Any other}}}
`,
      // Who sends a webhook judges the answers of others.
      `
openapi: 3.1.0
webhooks: {paid: {post: {responses: {'204': {description: Taken}}}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get:
      responses: # want: "GET /orders" does not say what it answers when it is called wrongly.
        '200': {description: OK}
`,
      // A fault of the service is not one of the caller.
      `
openapi: 3.0.3
paths:
  /orders:
    get:
      responses: # want: "GET /orders" does not say what it answers when it is called wrongly.
        '200': {description: OK}
        '500': {description: Sorry}
`,
    ],
  },

  check({document: {operations}}, report) {
    for (const {title, node, responses, responsesNode} of operations)
      if (!responses.some(({status}) => /^4|^default$/.test(status)))
        report(
          responsesNode ? {node: responsesNode, on: 'key'} : node,
          `"${title}" does not say what it answers when it is called wrongly.`,
        )
  },
})
