import {pageParameters} from '../../../standard/pagination.js'
import {type JsonBody, successBodies, typesOf, valueBranches} from '../bodies.js'
import {tell} from '../members.js'
import {lintRule, type OpenApi, type Operation, type Property} from '../model.js'

export default lintRule({
  summary: 'Require pagination on every GET whose data is an array',
  why: 'A list that is not paged grows with the data behind it, until one request takes the service down. Adding pages later breaks every caller.',
  fix: 'Declare the query parameters `page` and `limit` and require `meta.pagination`. A list that cannot grow says `x-bounded: true`.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      parameters:
        - {name: page, in: query, schema: {type: integer}}
        - {name: limit, in: query, schema: {type: integer}}
      responses:
        '200':
          content:
            application/json:
              schema:
                required: [data, meta]
                properties:
                  data: {type: array, items: {type: object}}
                  meta:
                    required: [pagination]
                    properties:
                      pagination: {type: object}
  /api/v1/weekdays:
    get:
      x-bounded: true
      responses:
        '200':
          content:
            application/json:
              schema: {properties: {data: {type: array}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get: # want: "GET /api/v1/orders" returns a list, but has no query parameter "limit".
      parameters:
        - {name: page, in: query, schema: {type: integer}}
      responses:
        '200':
          content:
            application/json:
              schema:
                required: [data, meta]
                properties:
                  data: {type: array, items: {type: object}}
                  meta: {type: object} # want: Response 200 of "GET /api/v1/orders": "meta.pagination" is missing.
`,
    ],
  },

  check({document}, report) {
    for (const body of successBodies(document)) {
      const {operation, response, views} = body
      if (operation.method !== 'get' || isBounded(document, body)) continue
      for (const view of views) {
        if (!isList(document, view.properties.get('data'))) continue
        const missing = pageParameters.filter(name => !hasQuery(operation, name))
        if (missing.length > 0)
          report(
            operation.node,
            `"${operation.title}" returns a list, but has no query parameter ${missing.map(name => `"${name}"`).join(' and no ')}.`,
          )
        const meta = view.properties.get('meta')
        const judged = {document, response, report}
        // That there is none is told by `envelope-success`.
        if (meta === undefined) continue
        for (const each of valueBranches(document, meta.schemas).views) {
          if (!each.complete) continue
          const pagination = each.properties.get('pagination')
          if (pagination && !pagination.required) tell(judged, pagination.node, 'is not required for a list')
          if (!pagination) tell(judged, meta.node, 'is missing', 'pagination')
        }
      }
    }
  },
})

function isList(document: OpenApi, data: Property | undefined): boolean {
  return data !== undefined && valueBranches(document, data.schemas).views.some(view => typesOf(view).has('array'))
}

function hasQuery({parameters}: Operation, name: string): boolean {
  return parameters.some(parameter => parameter.in === 'query' && parameter.name === name)
}

/** `x-bounded: true` on the operation, its response, the body or the array. */
function isBounded(document: OpenApi, {operation, response, views}: JsonBody): boolean {
  if ([operation.node, response.node].some(node => node.get('x-bounded')?.value === true)) return true
  const data = views.flatMap(view => view.properties.get('data')?.schemas ?? [])
  const parts = [...views, ...data.map(schema => document.view(schema))]
  return parts.some(view => view.keyword('x-bounded').some(node => node.value === true))
}
