import {lintRule} from '../model.js'
import {componentGraph} from '../used-components.js'

/** Words for what the sections hold. */
const singular: Readonly<Record<string, string>> = {
  schemas: 'Schema',
  responses: 'Response',
  parameters: 'Parameter',
  examples: 'Example',
  requestBodies: 'Request body',
  headers: 'Header',
  securitySchemes: 'Security scheme',
  links: 'Link',
  callbacks: 'Callback',
  pathItems: 'Path item',
  mediaTypes: 'Media type',
}

export default lintRule({
  summary: 'Disallow components that no operation uses',
  why: 'What nobody uses is read, generated and kept up all the same, and hides that something was meant to use it.',
  fix: 'Refer to it, or remove it.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      // What builds on a base with a discriminator is used through it; a scheme is used by its name.
      `
openapi: 3.1.0
security: [{bearer: []}]
paths:
  /pets:
    get:
      responses:
        '200': {description: A pet., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
components:
  securitySchemes: {bearer: {type: http, scheme: bearer}}
  schemas:
    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}]}
`,
      // A document without operations is a library for others.
      `
openapi: 3.1.0
components:
  schemas:
    Money: {type: object}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get: {parameters: [{$ref: '#/components/parameters/page'}]}
components:
  parameters:
    page: {name: page, in: query, schema: {type: integer}}
    limit: {name: limit, in: query, schema: {type: integer}} # want: Parameter "limit" is not used.
  securitySchemes:
    key: {type: apiKey, in: header, name: X-API-Key} # want: Security scheme "key" is not used.
`,
      // Used by each other only.
      `
openapi: 3.0.3
paths:
  /orders:
    get: {responses: {}}
components:
  schemas:
    Order: # want: Schema "Order" is not used.
      type: object
      properties: {lines: {type: array, items: {$ref: '#/components/schemas/Line'}}}
    Line: # want: Schema "Line" is not used.
      type: object
      properties: {order: {$ref: '#/components/schemas/Order'}}
`,
    ],
  },

  check({document}, report) {
    if (document.operations.length + document.outgoing.length === 0) return
    componentGraph(document).reportUnused(singular, report)
  },
})
