import {metaMembers} from '../../../standard/envelope.js'
import {jsonBodies} from '../bodies.js'
import {checkMembers} from '../members.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require request id, time, version, platform and processing time in meta',
  why: 'Support finds the log lines of an answer by its request id; dashboards and clients read version, platform and time from the same place in every service.',
  fix: 'Describe `requestId`, `timestamp`, `version`, `platform` and `processingTime` in one component, require them, and refer to it from every envelope.',
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
                required: [data, meta]
                properties:
                  data: {type: array}
                  meta: {$ref: '#/components/schemas/Meta'}
components:
  schemas:
    Meta:
      type: object
      required: [requestId, timestamp, version, platform, processingTime]
      properties:
        requestId: {type: string}
        timestamp: {type: string, format: date-time}
        version: {type: string, pattern: '^v[1-9][0-9]*$'}
        platform: {type: string, enum: [web, ios, android, desktop, iot, service]}
        processingTime: {type: number, minimum: 0}
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
                required: [data, meta]
                properties:
                  data: {type: array}
                  meta: {$ref: '#/components/schemas/Meta'}
components:
  schemas:
    Meta: # want: Schema "Meta": "processingTime" is missing.
      type: object
      required: [requestId, timestamp, version]
      properties:
        requestId: {type: string}
        timestamp: {type: integer} # want: Schema "Meta": "timestamp" is an integer; it has to be a string.
        version: {type: string} # want: Schema "Meta": "version" has to have the pattern "^v[1-9][0-9]*$".
        platform: {type: string, enum: [web, mobile]} # want: Schema "Meta": "platform" allows "mobile"; its values are web, ios, android, desktop, iot, service. | Schema "Meta": "platform" is not required.
`,
    ],
  },

  check({document}, report) {
    for (const {response, views} of jsonBodies(document))
      for (const view of views) {
        const meta = view.properties.get('meta')
        if (meta) checkMembers({document, response, report}, meta.node, meta.schemas, metaMembers)
      }
  },
})
