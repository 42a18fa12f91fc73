import {webhookAnswers} from '../../../standard/webhooks.js'
import {lintRule} from '../model.js'
import {deliveriesOf} from '../webhooks.js'

export default lintRule({
  summary: 'Require the answers by which a receiver of webhooks steers its sender',
  why: 'What a receiver answers decides whether the event is done, sent again or never sent again. If it is not written down, one side loses events or is flooded.',
  fix: 'Describe 202 or 204 for events that were taken, 401 for a wrong signature, 410 to unsubscribe, and a 5xx for what is to be sent again.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
webhooks:
  orderCreated:
    post:
      responses:
        '202': {description: Taken.}
        '401': {description: The signature is wrong.}
        '410': {description: Not interested any more.}
        '503': {description: Later, please.}
`,
      `
openapi: 3.1.0
webhooks:
  orderCreated:
    post:
      responses: {'204': {}, '401': {}, '410': {}, '5XX': {}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
webhooks:
  orderCreated:
    post:
      responses: # want: "webhook POST orderCreated" does not describe 202 or 204 (taken), 401 (the signature is wrong), 410 (unsubscribe), 5xx (try again).
        '200': {description: Fine.}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/subscriptions:
    post:
      callbacks:
        created:
          '{$request.body#/url}':
            post:
              responses: # want: "callback POST {$request.body#/url}" does not describe 410 (unsubscribe).
                '202': {}
                '401': {}
                '4XX': {}
                '500': {}
`,
    ],
  },

  check({document}, report) {
    for (const {title, node, responses, responsesNode} of deliveriesOf(document)) {
      const missing = webhookAnswers.filter(answer => !responses.some(({status}) => answer.statuses.test(status)))
      if (missing.length === 0) continue
      const list = missing.map(({name, meaning}) => `${name} (${meaning})`).join(', ')
      report(responsesNode ?? node, `"${title}" does not describe ${list}.`)
    }
  },
})
