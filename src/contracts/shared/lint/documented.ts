import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a description of every operation, type, rpc and event',
  why: 'A name tells what its author had in mind only to its author. Portals, generators and the next team show and read what is written beside it.',
  fix: 'Add what the message names: in OpenAPI a `summary` and at least one tag, in AsyncAPI a `summary` of the message, in GraphQL a description in quotes, in protobuf a comment directly above.',
  severity: 'warning',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users/{userId}:
    get: {summary: Get a user, tags: [users]}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/exports:
    post:
      summary: Begin an export
      tags: [exports]
      callbacks:
        finished:
          '{$request.body#/callbackUrl}':
            post: {summary: Tell that the export is there}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users/{userId}:
    get: # want: "GET /api/v1/users/{userId}" has no summary and no tag.
      description: Gets a user.
      tags: []
    delete: # want: "DELETE /api/v1/users/{userId}" has no summary.
      summary: ' '
      tags: [users]
`,
      `
openapi: 3.1.0
webhooks:
  orderCreated:
    post: # want: "webhook POST orderCreated" has no tag.
      summary: Tell of an order
`,
    ],
  },

  check({document: {api}}, report) {
    for (const element of api.elements) {
      const {lacks} = element
      if (lacks.length > 0) report(element.at, `${element.title} has ${lacks.join(' and ')}.`)
    }
  },
})
