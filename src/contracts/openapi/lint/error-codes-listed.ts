import {branches, failureBodies, type JsonBody, valueBranches, valuesOf} from '../bodies.js'
import {lintRule, type OpenApi, type Response, type SchemaView} from '../model.js'
import {usedBy} from '../named.js'

export default lintRule({
  summary: 'Require every error response to list its codes',
  why: 'A client decides by the code what to do. Codes that are not in the contract are found out in production, one at a time.',
  fix: 'List the codes under `x-error-codes` of the response, or as `enum` or `const` of `code` in its schema.',
  severity: 'warning',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users/{userId}:
    get:
      responses:
        '404': {x-error-codes: [USER_NOT_FOUND]}
        '429': {description: Judged by openapi/too-many-requests.}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/users/{userId}:
    get:
      responses:
        '404':
          content:
            application/json:
              schema:
                allOf:
                  - $ref: '#/components/schemas/Failure'
                  - properties:
                      errors: {items: {properties: {code: {const: USER_NOT_FOUND}}}}
components:
  schemas:
    Failure:
      properties:
        errors: {type: array, items: {properties: {code: {type: string}}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users/{userId}:
    get:
      responses:
        '404': {description: Not found} # want: Response 404 of "GET /api/v1/users/{userId}" does not list its error codes.
        '500': {$ref: '#/components/responses/InternalError'}
components:
  responses:
    InternalError: # want: Response "InternalError" does not list its error codes.
      content:
        application/json:
          schema: {properties: {errors: {items: {properties: {code: {type: string, example: INTERNAL_ERROR}}}}}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/users:
    get:
      responses:
        '400': {x-error-codes: []} # want: Response 400 of "GET /api/v1/users" does not list its error codes.
`,
    ],
  },

  check({document}, report) {
    const bodies = new Map<Response, JsonBody[]>()
    for (const body of failureBodies(document)) bodies.set(body.response, [...(bodies.get(body.response) ?? []), body])
    for (const operation of document.operations) {
      if (operation.exempt || operation.method === 'head') continue
      for (const response of operation.responses) {
        // The code of a 429 is always the same; openapi/too-many-requests asks for it.
        if (!/^[45]/.test(response.status) || response.status === '429') continue
        if (!listsCodes(document, response, bodies.get(response) ?? []))
          report(response.node, `${response.title} does not list its error codes.`, usedBy(operation, response))
      }
    }
  },
})

function listsCodes(document: OpenApi, {node}: Response, bodies: readonly JsonBody[]): boolean {
  const holders = [node, ...bodies.map(({media}) => media.node)]
  const lists = [
    ...holders.flatMap(holder => holder.get('x-error-codes') ?? []),
    ...bodies.flatMap(({views}) => views.flatMap(view => view.keyword('x-error-codes'))),
  ]
  if (lists.some(list => list.children().length > 0)) return true
  return bodies.some(({views}) => views.some(view => namesCodes(document, view)))
}

/** Whether `code` has values, in the items of `errors` or, where there is no envelope, at the top. */
function namesCodes(document: OpenApi, view: SchemaView): boolean {
  const errors = valueBranches(document, view.properties.get('errors')?.schemas ?? []).views
  return [view, ...errors.flatMap(list => (list.items.length > 0 ? branches(document, list.items) : []))]
    .flatMap(item => item.properties.get('code') ?? [])
    .some(code => branches(document, code.schemas).every(each => valuesOf(each) !== undefined))
}
