import {type ApiUpdate, type ApiVersioned, lintRule} from '../model.js'

export default lintRule({
  summary: 'Require the version of what is updated',
  why: 'Two people open the same record, both save: without a version the second overwrites the first and nobody is told.',
  fix: 'Take a required integer `version` in the body (or declare the header `If-Match`), give `version` back with the resource, and declare 409 for when the two differ.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users/{userId}:
    patch:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/UpdateUser'}}}}
      responses:
        '200':
          description: Changed
          content:
            application/json:
              schema: {properties: {data: {$ref: '#/components/schemas/User'}, meta: {type: object}}}
        '409': {description: Somebody was faster}
components:
  schemas:
    UpdateUser:
      allOf:
        - {$ref: '#/components/schemas/Versioned'}
        - {type: object, properties: {name: {type: string}}}
    User:
      type: object
      properties:
        version: {type: integer}
    Versioned:
      type: object
      required: [version]
      properties:
        version: {type: integer, minimum: 1}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/users/{userId}/picture:
    put:
      parameters:
        - {name: if-match, in: header, schema: {type: string}}
      requestBody: {content: {image/png: {}}}
      responses:
        '204': {description: Changed}
        '409': {description: Somebody was faster}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users/{userId}:
    patch: # want: "PATCH /api/v1/users/{userId}" does not declare 409 for a version that is no longer the last one.
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/UpdateUser'}}}}
      responses:
        '200':
          description: Changed
          content:
            application/json:
              schema:
                properties:
                  data: {type: object, properties: {name: {type: string}}} # want: Response 200 of "PATCH /api/v1/users/{userId}" gives no "version" back; the next update needs it.
                  meta: {type: object}
components:
  schemas:
    UpdateUser: # want: The body of "PATCH /api/v1/users/{userId}" has no "version", and there is no header "If-Match".
      type: object
      properties:
        name: {type: string}
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
              properties:
                version: {type: string} # want: The body of "PUT /api/v1/users/{userId}" does not require "version". | The body of "PUT /api/v1/users/{userId}" has a "version" that is no integer.
      responses:
        '204': {description: Changed}
        '409': {description: Somebody was faster}
`,
    ],
  },

  check({document: {api}}, report) {
    for (const update of api.updates) {
      const {title, at, resources, declaresConflict, hasPrecondition} = update
      const tell = (where: unknown, message: string) =>
        report(where, message, where === at ? [] : [{at, message: `Part of ${title}.`}])
      if (!hasPrecondition)
        for (const input of update.inputs)
          for (const problem of problemsOf(input, update)) tell(input.version?.at ?? input.at, problem)
      for (const resource of resources)
        if (resource.version === undefined)
          tell(resource.at, `${resource.title} gives no "version" back; the next update needs it.`)
      if (declaresConflict === false)
        report(at, `"${title}" does not declare 409 for a version that is no longer the last one.`)
    }
  },
})

function problemsOf({title, version}: ApiVersioned, {declaresConflict}: ApiUpdate): string[] {
  // Only HTTP has a header for it.
  const header = declaresConflict === undefined ? '' : ', and there is no header "If-Match"'
  if (version === undefined) return [`${title} has no "version"${header}.`]
  return [
    ...(version.required ? [] : [`${title} does not require "version".`]),
    ...(version.isInteger ? [] : [`${title} has a "version" that is no integer.`]),
  ]
}
