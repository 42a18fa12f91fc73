import {rateLimitCode} from '../../../standard/api-error.js'
import {retryAfter} from '../../../standard/headers.js'
import {branches, valueBranches, valuesOf} from '../bodies.js'
import {type JsonNode, lintRule, type MediaType, type OpenApi, type Response} from '../model.js'

export default lintRule({
  summary: 'Require Retry-After, the error envelope and RATE_LIMIT_EXCEEDED on every 429',
  why: 'A client that is told when to come back comes back then. One that is not told tries again at once, and the limit turns into an outage.',
  fix: 'Declare the header `Retry-After` (whole seconds), answer with the error envelope, and list the code under `x-error-codes` or in the enum of `code`.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      responses:
        '429': {$ref: '#/components/responses/TooManyRequests'}
components:
  responses:
    TooManyRequests:
      description: Too many requests.
      x-error-codes: [RATE_LIMIT_EXCEEDED]
      headers:
        Retry-After: {required: true, schema: {type: integer, minimum: 1}}
      content:
        application/json:
          schema: {$ref: '#/components/schemas/Failure'}
  schemas:
    Failure: {type: object}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      responses:
        '429': # want: Response 429 of "GET /api/v1/orders" does not declare the header "Retry-After". | Response 429 of "GET /api/v1/orders" does not list the code "RATE_LIMIT_EXCEEDED".
          description: Too many requests.
          content:
            application/json:
              schema: {type: object}
    post:
      responses:
        '429': # want: Response 429 of "POST /api/v1/orders" has no JSON body; it has to be the error envelope.
          description: Too many requests.
          x-error-codes: [RATE_LIMIT_EXCEEDED]
          headers:
            Retry-After: {schema: {type: integer}}
`,
    ],
  },

  check({document}, report) {
    for (const {exempt, method, responses} of document.operations)
      for (const response of responses) {
        if (exempt || response.status !== '429') continue
        const {title, node, headers, content} = response
        const bodies = content.filter(({isJson}) => isJson)
        if (!headers.some(({name}) => name.toLowerCase() === retryAfter.toLowerCase()))
          report(node, `${title} does not declare the header "${retryAfter}".`)
        // What the body looks like is judged by openapi/envelope-error; here it only has to be there.
        if (bodies.length === 0 && method !== 'head')
          report(node, `${title} has no JSON body; it has to be the error envelope.`)
        if (!listsCode(document, response, bodies)) report(node, `${title} does not list the code "${rateLimitCode}".`)
      }
  },
})

function listsCode(document: OpenApi, {node}: Response, bodies: readonly MediaType[]): boolean {
  if (namesCode(node.get('x-error-codes'))) return true
  return bodies.some(({node: media, schema}) => {
    const examples = [
      media.get('example'),
      ...(media.get('examples')?.children() ?? []).map(each => exampleValue(document, each)),
    ]
    if ([media.get('x-error-codes'), ...examples].some(namesCode)) return true
    return (
      schema !== undefined &&
      branches(document, [schema]).some(view => {
        const keywords = ['x-error-codes', 'example', 'examples', 'default'].flatMap(name => view.keyword(name))
        return keywords.some(namesCode) || codesOf(document, view.properties.get('errors')?.schemas ?? [])
      })
    )
  })
}

/** Whether the schema of `errors` says which codes there are. */
function codesOf(document: OpenApi, errors: readonly JsonNode[]): boolean {
  return valueBranches(document, errors)
    .views.flatMap(list => branches(document, list.items))
    .flatMap(item => item.properties.get('code') ?? [])
    .flatMap(code => branches(document, code.schemas))
    .some(code => (valuesOf(code) ?? code.keyword('example').map(node => node.value)).includes(rateLimitCode))
}

function exampleValue(document: OpenApi, example: JsonNode): JsonNode | undefined {
  return document.resolve(example)?.get('value')
}

/** Whether the code stands anywhere in a value: in a list, in an object with a code, in an example of a whole body. */
function namesCode(node: JsonNode | undefined): boolean {
  if (node === undefined) return false
  return node.value === rateLimitCode || node.children().some(namesCode)
}
