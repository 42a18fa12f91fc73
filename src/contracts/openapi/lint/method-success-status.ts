import {successStatuses} from '../../../standard/methods.js'
import {allowedStatuses} from '../../../standard/status.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Enforce which statuses tell of success, by the method',
  why: 'Clients, caches and retries treat a success by its status. When the same method always means the same statuses, nobody has to look up what a 201 to a DELETE may be.',
  fix: 'Answer with one of the statuses that the message lists, or use the method that the answer fits.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get: {responses: {'200': {}, '304': {}}}
    post: {responses: {'201': {}, '422': {}}}
  /api/v1/orders/{orderId}:
    delete: {responses: {'204': {}}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post: {responses: {'203': {}}} # Told by openapi/status-codes-allowed.
    options: {responses: {'204': {}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders/{orderId}:
    delete:
      responses:
        '201': {} # want: "DELETE /api/v1/orders/{orderId}" answers with 201; a DELETE that succeeds answers with 204, 202 or 200.
`,
      `
openapi: 3.1.0
paths:
  /api/v1/reports:
    get:
      responses:
        '202': {$ref: '#/components/responses/Accepted'} # want: "GET /api/v1/reports" answers with 202; a GET that succeeds answers with 200 or 304.
    put:
      responses:
        '304': {} # want: "PUT /api/v1/reports" answers with 304; a PUT that succeeds answers with 200, 201 or 202.
components:
  responses:
    Accepted: {}
`,
    ],
  },

  check({document: {operations}}, report) {
    for (const {exempt, method, title, responses} of operations) {
      const allowed = successStatuses[method]
      if (exempt || !allowed) continue
      const list = `${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}`
      for (const {status, use} of responses)
        if (/^[23]/.test(status) && allowedStatuses.has(status) && !allowed.includes(status))
          report(
            use,
            `"${title}" answers with ${status}; a ${method.toUpperCase()} that succeeds answers with ${list}.`,
          )
    }
  },
})
