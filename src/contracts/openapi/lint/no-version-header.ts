import {z} from 'zod'
import {versionParameters} from '../../../standard/headers.js'
import {lintRule} from '../model.js'
import {parameterTitle, usedBy} from '../named.js'

export default lintRule({
  summary: 'Disallow headers and query parameters that choose a version',
  why: 'A version in a header is invisible in logs, gets lost in caches and cannot be routed by every gateway; a caller who forgets it gets another API without notice.',
  fix: 'Remove the parameter; the major version is in the path. A parameter that names the version of a thing, not of the API, can be called `revision`, or goes into the option `allow`.',
  severity: 'error',
  options: z.strictObject({
    allow: z.array(z.string()).default([]).describe('Names of parameters that do not choose a version of the API.'),
  }),
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      parameters:
        - {name: If-Match, in: header, schema: {type: string}}
        - {name: sort, in: query, schema: {type: string}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/documents/{documentId}/versions/{version}:
    get:
      parameters:
        - {name: version, in: path, required: true, schema: {type: string}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/orders:
    get:
      parameters:
        - {name: API-Version, in: header, schema: {type: string}} # want: Header parameter "API-Version" chooses a version; the version is in the path.
`,
      `
openapi: 3.1.0
paths:
  /api/orders:
    parameters:
      - $ref: '#/components/parameters/Version'
    get: {}
    post: {}
components:
  parameters:
    Version: {name: v, in: query, schema: {type: string}} # want: Query parameter "v" chooses a version; the version is in the path.
`,
    ],
  },

  check({document: {operations}}, report, {allow}) {
    for (const operation of operations) {
      if (operation.exempt) continue
      for (const parameter of operation.parameters)
        if (versionParameters[parameter.in]?.includes(parameter.name.toLowerCase()) && !allow.includes(parameter.name))
          report(
            parameter.node,
            `${parameterTitle(parameter)} chooses a version; the version is in the path.`,
            usedBy(operation, parameter),
          )
    }
  },
})
