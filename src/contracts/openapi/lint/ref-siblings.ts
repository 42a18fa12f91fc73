import type {JsonDocument} from '../../json/node.js'
import {referencesIn} from '../../json/reference-walk.js'
import {type JsonNode, lintRule, type OpenApi} from '../model.js'

/** Members that may stand beside a reference from 3.1 on, except in a schema, where all may. */
const allowed = new Set(['$ref', 'summary', 'description'])

export default lintRule({
  summary: 'Disallow members beside a $ref that nobody reads',
  why: 'In OpenAPI 3.0 everything beside a `$ref` is ignored, also `nullable` and `description`: it looks as if it held, and does not.',
  fix: 'Put the reference into `allOf` and the rest beside that, or write OpenAPI 3.1, where schemas may have both.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Owner: {nullable: true, allOf: [{$ref: '#/components/schemas/User'}]}
    User: {type: object, properties: {$ref: {type: string}, name: {type: string}}}
`,
      // From 3.1 on schemas may, and the rest may have words of their own; a path item may have both in every version.
      `
openapi: 3.1.0
paths:
  /users:
    $ref: '#/components/pathItems/users'
    summary: Users.
    get: {}
components:
  pathItems: {users: {post: {responses: {'404': {$ref: '#/components/responses/NotFound', description: No user.}}}}}
  responses: {NotFound: {description: Not there.}}
  schemas:
    Owner: {$ref: '#/components/schemas/User', deprecated: true, x-team: users}
    User: {type: object}
`,
    ],
    invalid: [
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Order:
      type: object
      properties:
        owner:
          $ref: '#/components/schemas/User'
          nullable: true # want: "nullable" is ignored, because it stands beside a "$ref".
          description: Who pays. # want: "description" is ignored, because it stands beside a "$ref".
    User: {type: object}
`,
      `
openapi: 3.1.0
paths:
  /users:
    get:
      parameters:
        - $ref: '#/components/parameters/limit'
          description: How many users.
          required: true # want: "required" is ignored, because it stands beside a "$ref".
components:
  parameters: {limit: {name: limit, in: query, schema: {type: integer}}}
`,
    ],
  },

  check({document}, report) {
    const schemas = document.version === '3.0' ? undefined : new Set(document.schemas.map(({value}) => value))
    for (const part of documentsOf(document))
      for (const {node} of referencesIn(part)) {
        if (schemas?.has(node.value) || isPathItem(node)) continue
        for (const member of node.children()) {
          const {name} = member
          const isRead = schemas ? allowed.has(name) : name === '$ref'
          if (!isRead && !name.startsWith('x-'))
            report({node: member, on: 'key'}, `"${name}" is ignored, because it stands beside a "$ref".`)
        }
      }
  },
})

function documentsOf({root, references}: OpenApi): Set<JsonDocument> {
  return new Set([
    root.document,
    ...[...references.documents.values()].flatMap(part => ('failure' in part ? [] : part)),
  ])
}

function isPathItem({parent}: JsonNode): boolean {
  return parent !== undefined && ['paths', 'webhooks', 'pathItems'].includes(parent.name)
}
