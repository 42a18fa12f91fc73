import {rateLimitHeaders} from '../../../standard/headers.js'
import {branches, typesOf} from '../bodies.js'
import {article} from '../members.js'
import {lintRule, type OpenApi, type Response} from '../model.js'
import {headerOf, missingHeaders, theHeaders, usedBy} from '../named.js'

export default lintRule({
  summary: 'Require the RateLimit headers on every 2xx and 429 response',
  why: 'A caller who sees how many calls are left slows down before the limit is reached. One who does not runs into it, and so does everybody who shares the limit.',
  fix: 'Declare `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` as integers, once under `components/headers`.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      responses:
        '200':
          headers:
            RateLimit-Limit: {schema: {type: integer}}
            RateLimit-Remaining: {schema: {type: integer}}
            RateLimit-Reset: {schema: {type: integer}}
        '500': {description: Not asked of errors.}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      responses:
        '429': {$ref: '#/components/responses/TooMany'}
components:
  responses:
    TooMany:
      headers:
        ratelimit-limit: {$ref: '#/components/headers/Count'}
        ratelimit-remaining: {$ref: '#/components/headers/Count'}
        ratelimit-reset: {$ref: '#/components/headers/Count'}
  headers:
    Count: {schema: {type: integer, minimum: 0}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      responses:
        '200': # want: Response 200 of "GET /api/v1/orders" does not declare the headers "RateLimit-Limit", "RateLimit-Remaining" and "RateLimit-Reset".
          headers: {X-RateLimit-Limit: {schema: {type: integer}}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      responses:
        '429': # want: Response 429 of "GET /api/v1/orders" does not declare the header "RateLimit-Reset".
          headers:
            RateLimit-Limit: {schema: {type: string}} # want: Header "RateLimit-Limit" is a string; it has to be an integer.
            RateLimit-Remaining: {schema: {type: integer}}
`,
    ],
  },

  check({document}, report) {
    for (const operation of document.operations)
      for (const response of operation.exempt ? [] : operation.responses) {
        if (!/^2|^429$/.test(response.status)) continue
        const missing = missingHeaders(response, rateLimitHeaders)
        if (missing.length > 0)
          report(
            response.node,
            `${response.title} does not declare ${theHeaders(missing)}.`,
            usedBy(operation, response),
          )
        for (const {name, node, what} of wrongHeaders(document, response))
          report(node, `Header "${name}" ${what}; it has to be an integer.`)
      }
  },
})

function wrongHeaders(document: OpenApi, response: Response) {
  return rateLimitHeaders.flatMap(name => {
    const header = headerOf(response, name)
    if (!header) return []
    const views = header.schema ? branches(document, [header.schema]) : []
    const types = views.flatMap(view => (view.complete ? [...typesOf(view)] : ['integer']))
    const wrong = types.find(type => type !== 'integer')
    if (wrong === undefined && types.length > 0) return []
    return {name, node: header.node, what: wrong === undefined ? 'has no type' : `is ${article(wrong)}`}
  })
}
