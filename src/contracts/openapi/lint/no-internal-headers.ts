import {internalHeaders} from '../../../standard/headers.js'
import {lintRule} from '../model.js'
import {parameterTitle, usedBy} from '../named.js'

const internal: ReadonlySet<string> = new Set(internalHeaders.map(name => name.toLowerCase()))

export default lintRule({
  summary: 'Disallow parameters that tell a service who calls',
  why: 'Whoever can send `X-User-ID` can be anybody. The gateway takes these headers away; a contract that asks for one invites callers to send it and services to believe it.',
  fix: 'Remove the parameter and take the identity from the verified token, described by `security`.',
  severity: 'error',
  security: 'high',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      security: [{bearerAuth: []}]
      parameters:
        - {name: X-Client-ID, in: header, schema: {type: string}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/users/{userId}/orders:
    get:
      parameters:
        - {name: userId, in: path, required: true, schema: {type: string}} # Whose orders, not who asks.
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      parameters:
        - {name: X-User-ID, in: header, schema: {type: string}} # want: Header parameter "X-User-ID" may not be sent by callers; the gateway removes it.
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      parameters:
        - $ref: '#/components/parameters/Roles'
components:
  parameters:
    Roles: {name: x-user-roles, in: header, schema: {type: string}} # want: Header parameter "x-user-roles" may not be sent by callers; the gateway removes it.
`,
    ],
  },

  check({document: {operations}}, report) {
    for (const operation of operations)
      for (const parameter of operation.parameters)
        if (internal.has(parameter.name.toLowerCase()))
          report(
            parameter.node,
            `${parameterTitle(parameter)} may not be sent by callers; the gateway removes it.`,
            usedBy(operation, parameter),
          )
  },
})
