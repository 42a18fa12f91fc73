import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require every operation to say that calls are limited',
  why: 'An operation without a limit can be called until the service is down or the bill is paid. Clients that are not told of a limit can not keep it.',
  fix: 'Describe a 429 response, or the headers by which answers tell what is left, such as `RateLimit-Remaining`.',
  severity: 'warning',
  security: 'medium',
  presets: ['recommended'],
  within: 'openapi/rate-limit-headers',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get: {responses: {'200': {description: OK, headers: {X-RateLimit-Limit: {schema: {type: integer}}}}}}
    post: {responses: {'201': {description: OK}, '429': {description: Too many}}}
`,
      // Answers of a kind count for each of that kind.
      `
openapi: 3.1.0
paths:
  /orders:
    get: {responses: {2XX: {$ref: '#/components/responses/ok'}}}
components:
  responses: {ok: {description: OK, headers: {ratelimit: {schema: {type: string}}}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get: # want: "GET /orders" does not say that calls are limited: no 429, no header about the limit.
      responses: {'200': {description: OK}}
    post: {responses: {'429': {description: Too many}}}
`,
      // Any other error says nothing of limits.
      `
openapi: 3.0.3
paths:
  /orders:
    get: # want: "GET /orders" does not say that calls are limited: no 429, no header about the limit.
      responses:
        '200': {description: OK, headers: {X-Total: {schema: {type: integer}}}}
        default: {description: Any other}
`,
    ],
  },

  check({document: {operations}}, report) {
    for (const {exempt, title, node, responses} of operations) {
      const isLimited = responses.some(
        ({status, headers}) => status === '429' || headers.some(({name}) => /^(?:x-)?rate-?limit/i.test(name)),
      )
      if (!exempt && !isLimited)
        report(node, `"${title}" does not say that calls are limited: no 429, no header about the limit.`)
    }
  },
})
