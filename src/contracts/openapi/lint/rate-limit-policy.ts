import {type RateLimit, strictestLimits} from '../../../standard/rate-limits.js'
import {type JsonNode, lintRule, type Operation} from '../model.js'

export default lintRule({
  summary: 'Require x-rate-limit for the document or each operation, stricter ones for logins and uploads',
  why: 'Limits that nobody wrote down are found by the first client that runs into them. A login that may be tried a hundred times a minute is one whose passwords will be guessed.',
  fix: 'Write `x-rate-limit: [{limit: 100, windowSeconds: 60}]` at the top of the document. Operations tagged `auth` get at most 5 calls in 900 seconds, those tagged `upload` at most 10 in 3600 seconds.',
  severity: 'warning',
  security: 'medium',
  examples: {
    valid: [
      `
openapi: 3.1.0
x-rate-limit: [{limit: 100, windowSeconds: 60}, {limit: 1000, windowSeconds: 900}]
paths:
  /api/v1/orders: {get: {}}
  /api/v1/login:
    post:
      tags: [auth]
      x-rate-limit: [{limit: 5, windowSeconds: 900}]
`,
      `
openapi: 3.1.0
paths:
  /api/v1/photos:
    post:
      tags: [upload]
      x-rate-limit: [{limit: 100, windowSeconds: 60}, {limit: 20, windowSeconds: 7200}, {limit: 10, windowSeconds: 86400}]
`,
    ],
    invalid: [
      `
openapi: 3.1.0
x-rate-limit: [{limit: 100, windowSeconds: 60}]
paths:
  /api/v1/login:
    post: # want: "POST /api/v1/login" is tagged "auth", but no "x-rate-limit" of it keeps callers to 5 calls in 900 seconds.
      tags: [auth]
  /api/v1/sessions:
    post:
      tags: [auth]
      x-rate-limit: [{limit: 1, windowSeconds: 60}] # want: "POST /api/v1/sessions" is tagged "auth", but no "x-rate-limit" of it keeps callers to 5 calls in 900 seconds.
`,
      `
openapi: 3.1.0
paths: # want: Neither the document nor any operation has an "x-rate-limit".
  /api/v1/orders: {get: {}}
  /api/v1/users: {get: {}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get: # want: "GET /api/v1/orders" has no "x-rate-limit", and neither has the document.
      operationId: listOrders
    post:
      x-rate-limit: {limit: 100, windowSeconds: 60} # want: "x-rate-limit" has to be a list of objects with a "limit" and "windowSeconds", both of them whole numbers above 0.
`,
    ],
  },

  check({document: {root, operations}}, report) {
    const judged = operations.filter(({exempt}) => !exempt)
    const whole = root.get('x-rate-limit')
    const policies = judged.map(operation => ({operation, policy: operation.node.get('x-rate-limit') ?? whole}))
    const paths = root.get('paths')
    if (paths && policies.length > 0 && policies.every(({policy}) => policy === undefined))
      return report(paths, 'Neither the document nor any operation has an "x-rate-limit".')
    for (const {operation, policy} of policies) {
      if (!policy) {
        report(operation.node, `"${operation.title}" has no "x-rate-limit", and neither has the document.`)
        continue
      }
      const limits = limitsOf(policy)
      if (!limits)
        report(
          policy,
          '"x-rate-limit" has to be a list of objects with a "limit" and "windowSeconds", both of them whole numbers above 0.',
        )
      else checkTags(operation, limits, what => report(policy === whole ? operation.node : policy, what))
    }
  },
})

function limitsOf(policy: JsonNode): readonly RateLimit[] | undefined {
  const limits = policy.children().map(each => ({
    limit: each.get('limit')?.number ?? 0,
    windowSeconds: each.get('windowSeconds')?.number ?? 0,
  }))
  const isRight = ({limit, windowSeconds}: RateLimit) =>
    [limit, windowSeconds].every(figure => Number.isInteger(figure) && figure > 0)
  return policy.isArray && limits.length > 0 && limits.every(isRight) ? limits : undefined
}

function checkTags({title, tags}: Operation, limits: readonly RateLimit[], say: (what: string) => void) {
  for (const [tag, strictest] of Object.entries(strictestLimits))
    if (tags.includes(tag) && !limits.some(each => keeps(each, strictest)))
      say(
        `"${title}" is tagged "${tag}", but no "x-rate-limit" of it keeps callers to ${strictest.limit} calls in ${strictest.windowSeconds} seconds.`,
      )
}

/** Whether no more calls than the other limit allows can be made in its window; shorter windows begin again in it. */
function keeps({limit, windowSeconds}: RateLimit, strictest: RateLimit): boolean {
  return limit * Math.ceil(strictest.windowSeconds / windowSeconds) <= strictest.limit
}
