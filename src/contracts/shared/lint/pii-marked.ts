import {z} from 'zod'
import {isPersonalName} from '../../../standard/fields.js'
import {type ApiLanguage, lintRule} from '../model.js'

const marks: Readonly<Record<ApiLanguage, string>> = {
  json: '"x-pii: true"',
  graphql: '"@pii"',
  protobuf: '"// pii"',
}

export default lintRule({
  summary: 'Require a mark on fields that hold personal data',
  why: 'Logs, exports and deletions have to know what is personal. What is marked in the contract is masked everywhere by a program; what is not is found by an auditor.',
  fix: 'Mark the field, its type or the object that it is in as the message says. A field that says nothing about a person goes into the option `allow`.',
  severity: 'warning',
  security: 'low',
  options: z.strictObject({
    allow: z
      .array(z.string())
      .default([])
      .describe('Names that say nothing about a person here, such as `address` of a network.'),
  }),
  examples: {
    valid: [
      `
openapi: 3.1.0
components:
  schemas:
    User:
      type: object
      properties:
        email: {type: string, format: email, x-pii: true}
        address: {$ref: '#/components/schemas/Address'}
        zip: {type: string}
        emailVerified: {type: boolean}
        macAddress: {type: string}
    Address:
      type: object
      x-pii: true
      properties:
        fullName: {type: string}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/users:
    get:
      parameters:
        - {name: email, in: query, x-pii: true, schema: {type: string}}
        - {name: shipPhone, in: query, schema: {type: boolean}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
components:
  schemas:
    User:
      type: object
      properties:
        email: {type: string, format: email} # want: Property "email" is personal, but not marked; add "x-pii: true".
        birth_date: {type: string, format: date, x-pii: false} # want: Property "birth_date" is personal, but not marked; add "x-pii: true".
        billingAddress: {type: object} # want: Property "billingAddress" is personal, but not marked; add "x-pii: true".
`,
      `
openapi: 3.0.3
paths:
  /api/v1/visits:
    get:
      parameters:
        - name: clientIp # want: Query parameter "clientIp" is personal, but not marked; add "x-pii: true".
          in: query
          schema: {type: string}
`,
    ],
  },

  check({document: {api}}, report, {allow}) {
    const personal = new Map<string, boolean>()
    for (const field of api.fields) {
      const {name, what, at} = field
      if (!personal.has(name)) personal.set(name, isPersonalName(name) && !allow.includes(name))
      if (!personal.get(name) || field.personal) continue
      // `showEmail: boolean` says nothing about a person.
      if (field.types.size === 1 && field.types.has('boolean')) continue
      // Nor does an `address` that is a `SocketAddress`.
      const type = /\w+Address\b/.exec(field.written)?.[0]
      if (type !== undefined && !isPersonalName(type)) continue
      const title = `${what.charAt(0).toUpperCase()}${what.slice(1)} "${name}"`
      report(at, `${title} is personal, but not marked; add ${marks[api.language]}.`)
    }
  },
})
