import {paginationMembers} from '../../../standard/pagination.js'
import {successBodies, valueBranches} from '../bodies.js'
import {checkMembers} from '../members.js'
import {lintRule} from '../model.js'

const only = 'pagination has only "page", "limit", "total", "hasNext" and "hasPrev"'

export default lintRule({
  summary: 'Require page, limit, total, hasNext and hasPrev in pagination, and nothing else',
  why: 'One pager then works for every list of every service. What can be worked out, such as the number of pages, is left out: two figures that may disagree are worse than one.',
  fix: 'Describe pagination in one component with these five members, all required, and refer to it from `meta.pagination`.',
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
          content:
            application/json:
              schema:
                properties:
                  meta: {properties: {pagination: {$ref: '#/components/schemas/Pagination'}}}
components:
  schemas:
    Pagination:
      type: object
      required: [page, limit, total, hasNext, hasPrev]
      properties:
        page: {type: integer, minimum: 1}
        limit: {type: integer, minimum: 1, maximum: 100}
        total: {type: integer, minimum: 0}
        hasNext: {type: boolean}
        hasPrev: {type: boolean}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      responses:
        '200':
          content:
            application/json:
              schema:
                properties:
                  meta: {properties: {pagination: {$ref: '#/components/schemas/Pagination'}}}
components:
  schemas:
    Pagination: # want: Schema "Pagination": "hasNext" is missing. | Schema "Pagination": "hasPrev" is missing.
      type: object
      required: [page, limit, total]
      properties:
        page: {type: integer}
        limit: {type: number} # want: Schema "Pagination": "limit" is a number; it has to be an integer.
        total: {type: integer}
        totalPages: {type: integer} # want: Schema "Pagination": "totalPages" does not belong here; pagination has only "page", "limit", "total", "hasNext" and "hasPrev".
`,
    ],
  },

  check({document}, report) {
    for (const {response, views} of successBodies(document))
      for (const meta of views.flatMap(view => view.properties.get('meta') ?? []))
        for (const {properties} of valueBranches(document, meta.schemas).views) {
          const pagination = properties.get('pagination')
          if (pagination)
            checkMembers({document, response, report}, pagination.node, pagination.schemas, paginationMembers, only)
        }
  },
})
