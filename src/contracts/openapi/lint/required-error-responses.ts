import {z} from 'zod'
import {type Circumstance, requiredErrors} from '../../../standard/status.js'
import {lintRule, type Operation} from '../model.js'

const reasons: Readonly<Record<Circumstance, string>> = {
  always: 'every operation can meet them',
  secured: 'it is secured',
  'path-parameter': 'its path has a parameter',
  body: 'it takes a body',
  query: 'it takes query parameters',
}

export default lintRule({
  summary: 'Require the error responses that an operation can meet anyway',
  why: 'Limits, failed authentication, bad input and an overloaded service happen to every operation. A caller who does not find them in the contract does not handle them.',
  fix: 'Add the statuses that the message lists; keep each response once in `components/responses` and refer to it.',
  severity: 'error',
  options: z.strictObject({
    except: z
      .array(z.union([z.number(), z.string()]))
      .default([])
      .describe('Statuses that are not asked for, such as `413` when the gateway alone limits bodies.'),
  }),
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post:
      security: [{bearerAuth: []}]
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses:
        '201': {description: Created.}
        '400': {description: The request cannot be read.}
        '401': {description: Nobody is logged in.}
        '403': {description: Not for this user.}
        '413': {description: The body is too large.}
        '422': {description: The body is not valid.}
        '429': {description: Too many requests.}
        '500': {description: Our fault.}
        '503': {description: Try again later.}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders/{orderId}:
    get:
      security: [{bearerAuth: []}]
      parameters:
        - {name: orderId, in: path, required: true, schema: {type: string}}
      responses: # want: "GET /api/v1/orders/{orderId}" declares no 401, 403 (it is secured), 404 (its path has a parameter), 429, 503 (every operation can meet them).
        '200': {description: The order.}
        '500': {description: Our fault.}
`,
    ],
  },

  check({document}, report, {except}) {
    const unasked = new Set(except.map(String))
    for (const operation of document.operations) {
      if (operation.exempt) continue
      const declared = new Set(operation.responses.map(({status}) => status))
      const given = circumstancesOf(operation)
      const missing = new Map<string, string[]>()
      for (const {status, when} of requiredErrors) {
        const reason = when.find(each => given.has(each))
        if (reason === undefined || declared.has(status) || unasked.has(status)) continue
        missing.set(reasons[reason], [...(missing.get(reasons[reason]) ?? []), status])
      }
      if (missing.size === 0) continue
      const list = [...missing].map(([reason, statuses]) => `${statuses.join(', ')} (${reason})`).join(', ')
      report(operation.responsesNode ?? operation.node, `"${operation.title}" declares no ${list}.`)
    }
  },
})

function circumstancesOf({securityRequirements, pathItem, parameters, requestBody}: Operation): Set<Circumstance> {
  const given = new Set<Circumstance>(['always'])
  if (securityRequirements.some(({schemes}) => schemes.length > 0)) given.add('secured')
  if (pathItem.templates.length > 0) given.add('path-parameter')
  if (requestBody) given.add('body')
  if (parameters.some(parameter => parameter.in === 'query')) given.add('query')
  return given
}
