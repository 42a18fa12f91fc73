import {retryBounds} from '../../../standard/webhooks.js'
import {type JsonNode, lintRule} from '../model.js'
import {quoted} from '../named.js'
import {deliveriesOf} from '../webhooks.js'

export default lintRule({
  summary: 'Require x-webhook-retry with bounded tries, growing delays and a time limit',
  why: 'A receiver that is down for a minute must not lose events, and one that comes back must not be run over by all senders at once.',
  fix: 'Write `x-webhook-retry: {maxRetries: 3, initialDelayMs: 1000, multiplier: 2, jitter: true, timeoutMs: 10000}` for the operation, or once at the top of the document.',
  severity: 'warning',
  examples: {
    valid: [
      `
openapi: 3.1.0
webhooks:
  orderCreated:
    post:
      x-webhook-retry: {maxRetries: 3, initialDelayMs: 1000, multiplier: 2, jitter: true, timeoutMs: 10000}
`,
      `
openapi: 3.1.0
x-webhook-retry: {maxRetries: 10, initialDelayMs: 5000, multiplier: 2.5, jitter: true, timeoutMs: 2000}
webhooks:
  orderCreated: {post: {}}
  orderPaid: {post: {}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
webhooks:
  orderCreated:
    post: # want: "webhook POST orderCreated" has no "x-webhook-retry".
      operationId: orderCreated
`,
      `
openapi: 3.1.0
webhooks:
  orderCreated:
    post:
      x-webhook-retry: # want: "x-webhook-retry" has no "timeoutMs".
        maxRetries: 50 # want: "maxRetries" of "x-webhook-retry" is 50; it has to be from 3 to 10.
        initialDelayMs: 100 # want: "initialDelayMs" of "x-webhook-retry" is 100; it has to be at least 1000.
        multiplier: '2' # want: "multiplier" of "x-webhook-retry" is 2; it has to be a number.
        jitter: false # want: "jitter" of "x-webhook-retry" is false; it has to be true.
`,
    ],
  },

  check({document}, report) {
    for (const {title, node, pathItem} of deliveriesOf(document)) {
      const policy = [node, pathItem.node, document.root].flatMap(each => each.get('x-webhook-retry') ?? [])[0]
      if (!policy) {
        report(node, `"${title}" has no "x-webhook-retry".`)
        continue
      }
      const missing = [...Object.keys(retryBounds), 'jitter'].filter(name => !policy.get(name))
      if (missing.length > 0) report(policy, `"x-webhook-retry" has no ${quoted(missing)}.`)
      for (const [name, bounds] of Object.entries(retryBounds)) {
        const member = policy.get(name)
        const problem = member && problemOf(member, bounds)
        if (member && problem !== undefined) report(member, `${titleOf(member)}; it has to be ${problem}.`)
      }
      const jitter = policy.get('jitter')
      if (jitter && jitter.value !== true) report(jitter, `${titleOf(jitter)}; it has to be true.`)
    }
  },
})

function titleOf({name, shown}: JsonNode): string {
  return `"${name}" of "x-webhook-retry" is ${shown}`
}

/** What a number should be, when it is not. */
function problemOf({number}: JsonNode, {least, most}: {readonly least: number; readonly most: number}) {
  if (number === undefined) return 'a number'
  if (number >= least && number <= most) return undefined
  return most === Number.POSITIVE_INFINITY ? `at least ${least}` : `from ${least} to ${most}`
}
