import {z} from 'zod'
import {initiallyServerOwned, serverOwned} from '../../../standard/inputs.js'
import {letsAnythingIn, type SentBody, SentValues, sentBodies, topViews} from '../inputs.js'
import {homeOf, tell} from '../members.js'
import {lintRule} from '../model.js'
import {isDelivery} from '../webhooks.js'

export default lintRule({
  summary: 'Require closed request bodies without members that the service gives',
  why: 'A body that lets anything in hides typing errors, and sooner or later somebody sends `role: admin` to code that stores what it gets.',
  fix: 'Set `additionalProperties: false` (in 3.1 `unevaluatedProperties: false` beside `allOf`), and describe requests apart from the resource, without ids, times and read-only members.',
  severity: 'warning',
  security: 'medium',
  options: z.strictObject({
    allow: z.array(z.string()).default([]).describe('Properties that callers may send here, such as `id`.'),
  }),
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              additionalProperties: false
              properties:
                name: {type: string}
                labels: {type: object, additionalProperties: {type: string}} # A map has no names to close.
`,
      `
openapi: 3.1.0
paths:
  /api/v1/users/{userId}:
    patch:
      requestBody:
        content:
          application/json:
            schema:
              allOf: [{$ref: '#/components/schemas/Name'}, {properties: {status: {type: string}}}]
              unevaluatedProperties: false
components:
  schemas:
    Name: {type: object, properties: {name: {type: string}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/CreateUser'}}}}
      responses: {'201': {}}
components:
  schemas:
    CreateUser: # want: Schema "CreateUser" lets any property in; set "additionalProperties: false".
      type: object
      properties:
        createdAt: {type: string} # want: Schema "CreateUser": "createdAt" is given by the service and does not belong into a request.
        status: {type: string} # want: Schema "CreateUser": "status" is given by the service and does not belong into a request.
`,
      `
openapi: 3.1.0
paths:
  /api/v1/users/{userId}:
    put:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              additionalProperties: false
              properties:
                address: # want: Request body of "PUT /api/v1/users/{userId}": "address" lets any property in; set "additionalProperties: false".
                  type: object
                  properties:
                    verified: {type: boolean, readOnly: true} # want: Request body of "PUT /api/v1/users/{userId}": "address.verified" is read-only and does not belong into a request.
`,
    ],
  },

  check({document}, report, {allow}) {
    const values = new SentValues(document)
    for (const body of sentBodies(document)) {
      const judged = {document, response: body.holder, report}
      const names = isDelivery(document, body.operation) ? new Set<string>() : givenNames(body)
      for (const name of allow) names.delete(name)
      for (const {properties} of topViews(document, body))
        for (const [name, {node, schemas}] of properties)
          if (
            names.has(name) &&
            !document
              .view(schemas)
              .keyword('readOnly')
              .some(each => each.value === true)
          )
            tell(judged, node, 'is given by the service and does not belong into a request')
      for (const {at, property, readOnly, views} of values.within(body.schema))
        if (readOnly && property && !allow.includes(property.name))
          tell(judged, at, 'is read-only and does not belong into a request')
        else if (!readOnly)
          for (const view of views)
            if (letsAnythingIn(view))
              tell(judged, homeOf(view) ?? at, 'lets any property in; set "additionalProperties: false"')
    }
  },
})

function givenNames({operation: {method, responses}}: SentBody): Set<string> {
  const creates = method === 'post' && responses.some(({status}) => status === '201')
  return new Set([...serverOwned, ...(creates ? initiallyServerOwned : [])])
}
