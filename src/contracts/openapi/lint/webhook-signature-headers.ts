import {webhookHeaders} from '../../../standard/webhooks.js'
import {checkValue} from '../members.js'
import {lintRule} from '../model.js'
import {parameterOf, parameterTitle, theHeaders, usedBy} from '../named.js'
import {deliveriesOf} from '../webhooks.js'

export default lintRule({
  summary: 'Require signature, timestamp and id in the headers of every webhook',
  why: 'Anybody can send a POST to the address of a receiver. The signature proves who sent it, the timestamp that it is not an old one sent again, and the id that it is not the same one twice.',
  fix: 'Require `X-Webhook-Signature` with the pattern `^sha256=[0-9a-f]{64}$`, `X-Webhook-Timestamp` as an integer (seconds) and `X-Webhook-ID`.',
  severity: 'error',
  security: 'high',
  examples: {
    valid: [
      `
openapi: 3.1.0
webhooks:
  orderCreated:
    post:
      parameters:
        - {name: X-Webhook-Signature, in: header, required: true, schema: {type: string, pattern: '^sha256=[0-9a-f]{64}$'}}
        - {name: X-Webhook-Timestamp, in: header, required: true, schema: {type: integer}}
        - {name: X-Webhook-ID, in: header, required: true, schema: {type: string}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/subscriptions: # Subscribes to webhooks, delivers none.
    post:
      tags: [webhook]
      requestBody: {content: {application/json: {schema: {properties: {callbackUrl: {type: string}}}}}}
    get:
      tags: [webhook]
`,
    ],
    invalid: [
      `
openapi: 3.1.0
webhooks:
  orderCreated:
    post: # want: "webhook POST orderCreated" does not require the headers "X-Webhook-Timestamp" and "X-Webhook-ID".
      parameters:
        - {name: X-Webhook-Signature, in: header, required: true, schema: {type: string}} # want: Header parameter "X-Webhook-Signature" has to have the pattern "^sha256=[0-9a-f]{64}$".
        - {name: X-Webhook-ID, in: header, schema: {type: string}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/payments/webhooks:
    post:
      tags: [webhook]
      parameters:
        - {name: x-webhook-signature, in: header, required: true, schema: {type: string, pattern: '^sha256=.+$'}} # want: Header parameter "x-webhook-signature" has a pattern that lets "sha256=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0" through; use "^sha256=[0-9a-f]{64}$".
        - {name: x-webhook-timestamp, in: header, required: true, schema: {type: string, format: date-time}} # want: Header parameter "x-webhook-timestamp" is a string; it has to be an integer.
        - {name: x-webhook-id, in: header, required: true, schema: {type: string}}
`,
    ],
  },

  check({document}, report) {
    for (const operation of deliveriesOf(document)) {
      const missing = webhookHeaders.filter(({name}) => !parameterOf(operation, 'header', name)?.required)
      if (missing.length > 0)
        report(operation.node, `"${operation.title}" does not require ${theHeaders(missing.map(({name}) => name))}.`)
      for (const header of webhookHeaders) {
        const parameter = parameterOf(operation, 'header', header.name)
        if (parameter?.schema)
          checkValue(document, [parameter.schema], header, what =>
            report(parameter.node, `${parameterTitle(parameter)} ${what}.`, usedBy(operation, parameter)),
          )
      }
    }
  },
})
