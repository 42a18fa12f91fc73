import {z} from 'zod'
import {isSecretName} from '../../../standard/fields.js'
import {type ApiType, lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow fields in answers and events that are named like secrets',
  why: 'What leaves the service ends in logs, caches and browsers. A hash can be cracked there, and a key used; no caller needs either.',
  fix: 'Take the field out of what is sent, with a schema of its own for what is taken in, or mark it with `writeOnly: true`. Operations that sign somebody in are tagged `auth`, in GraphQL their types begin with `Auth`.',
  severity: 'error',
  security: 'high',
  options: z.strictObject({
    allow: z.array(z.string()).default([]).describe('Names that are no secrets in this contract, such as `secret`.'),
  }),
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/NewUser'}}}}
      responses:
        '201': {description: Made, content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}
components:
  schemas:
    NewUser:
      type: object
      properties:
        password: {type: string}
    User:
      type: object
      properties:
        password: {type: string, writeOnly: true}
        passwordChangedAt: {type: string, format: date-time}
        hasPassword: {type: boolean}
        apiKeyId: {type: string}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/login:
    post:
      tags: [auth]
      responses:
        '200':
          description: Signed in
          content: {application/json: {schema: {type: object, properties: {refreshToken: {type: string}}}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users:
    get:
      responses:
        '200':
          description: All users
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/User'}}}}
components:
  schemas:
    User:
      allOf:
        - type: object
          properties:
            passwordHash: {type: string} # want: Property "passwordHash" is named like a secret, but leaves the service.
`,
      `
openapi: 3.1.0
webhooks:
  userCreated:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                client_secret: {type: [string, 'null']} # want: Property "client_secret" is named like a secret, but leaves the service.
`,
    ],
  },

  check({document: {api}}, report, {allow}) {
    const secret = new Map<string, boolean>()
    for (const field of api.fields) {
      const {name, what, at} = field
      if (!secret.has(name)) secret.set(name, isSecretName(name) && !allow.includes(name))
      if (!secret.get(name) || !mayHoldText(field.types)) continue
      const {output} = field
      const title = `${what.charAt(0).toUpperCase()}${what.slice(1)} "${name}"`
      if (output) report(at, `${title} is named like a secret, but leaves the service.`, [output])
    }
  },
})

/** `resetPassword: boolean` says something about a secret and is none; so does an object called `secret`. */
function mayHoldText(types: ReadonlySet<ApiType>): boolean {
  return types.size === 0 || types.has('string')
}
