import {bodiless, emptyStatuses} from '../../../standard/methods.js'
import {lintRule, type Operation} from '../model.js'
import {usedBy} from '../named.js'

export default lintRule({
  summary: 'Enforce which requests and responses have a body',
  why: 'Proxies and clients drop the body of a GET or a DELETE, and no client reads one behind a 204. A POST, PUT or PATCH without a described body leaves callers to guess what to send.',
  fix: 'Send what a GET or DELETE needs as parameters, give 204 and 304 no content, and describe the body of every POST that creates something, every PUT and every PATCH.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post:
      requestBody: {content: {application/json: {}}}
      responses: {'201': {}}
  /api/v1/orders/{orderId}:
    delete: {responses: {'204': {}}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/sessions/logout:
    post: {responses: {'204': {content: {}}}} # An action that needs nothing.
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      requestBody: {content: {application/json: {}}} # want: "GET /api/v1/orders" has a request body; a GET has none.
    put: # want: "PUT /api/v1/orders" has no request body.
      responses: {'200': {}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post: # want: "POST /api/v1/orders" creates something, but has no request body.
      responses: {'201': {}}
  /api/v1/orders/{orderId}:
    delete:
      requestBody: {$ref: '#/components/requestBodies/Reason'} # want: "DELETE /api/v1/orders/{orderId}" has a request body; a DELETE has none.
      responses:
        '204':
          content: # want: Response 204 of "DELETE /api/v1/orders/{orderId}" has content, but a 204 has no body.
            application/json: {}
components:
  requestBodies:
    Reason: {content: {application/json: {}}}
`,
    ],
  },

  check({document: {operations}}, report) {
    for (const operation of operations) {
      if (operation.exempt) continue
      const {title, method, node, requestBody} = operation
      const lack = requestBody || node.get('requestBody') ? undefined : lackOf(operation)
      if (requestBody && bodiless.has(method))
        report(requestBody.use, `"${title}" has a request body; a ${method.toUpperCase()} has none.`)
      if (lack !== undefined) report(node, `"${title}" ${lack}.`)
      for (const response of operation.responses) {
        const content = response.content.length > 0 ? response.node.get('content') : undefined
        if (content && emptyStatuses.has(response.status))
          report(
            content,
            `${response.title} has content, but a ${response.status} has no body.`,
            usedBy(operation, response),
          )
      }
    }
  },
})

function lackOf({method, responses}: Operation): string | undefined {
  if (method === 'put' || method === 'patch') return 'has no request body'
  const creates = method === 'post' && responses.some(({status}) => status === '201')
  return creates ? 'creates something, but has no request body' : undefined
}
