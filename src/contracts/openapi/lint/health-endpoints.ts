import {healthEndpoints, metrics} from '../../../standard/health.js'
import {checkAnswers, checkPlace, tellMissing} from '../health.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require GET /health and GET /ready, open to everybody and without a version',
  why: 'The platform restarts what is not alive and sends no calls to what is not ready. It asks all services in the same way, has no token, and does not follow versions.',
  fix: 'Describe `GET /health` with 200 and `GET /ready` with 200 and 503, both with `x-public: true` and the members that the message names. `/metrics` gets `servers` on port 9090.',
  severity: 'warning',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /health:
    get:
      x-public: true
      security: []
      responses:
        '200': {content: {application/json: {schema: {$ref: '#/components/schemas/Health'}}}}
  /ready:
    get:
      x-public: true
      security: []
      responses:
        '200': {$ref: '#/components/responses/Readiness'}
        '503': {$ref: '#/components/responses/Readiness'}
components:
  responses:
    Readiness:
      content:
        application/json:
          schema:
            allOf:
              - $ref: '#/components/schemas/Health'
              - required: [checks]
                properties: {checks: {type: object}}
  schemas:
    Health:
      required: [status, service, version, timestamp]
      properties:
        status: {enum: [healthy, unhealthy]}
        service: {type: string}
        version: {type: string}
        timestamp: {type: string, format: date-time}
`,
      `
openapi: 3.1.0
webhooks: # No service, only what it sends.
  orderCreated: {post: {}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths: # want: The document does not describe "GET /ready".
  /api/v1/health: # want: Path "/api/v1/health" has to be "/health", without a version.
    get: {}
  /metrics: # want: Path "/metrics" has to have "servers" of its own on port 9090; callers must not reach it.
    get: {}
`,
      `
openapi: 3.1.0
servers: [{url: https://api.example.com/api/v1}]
paths:
  /health: # want: Path "/health" becomes "/api/v1/health"; give it "servers" of its own, without a version.
    get: # want: "GET /health" is not marked with "x-public: true".
      responses:
        '200': {description: Alive.} # want: Response 200 of "GET /health" has no JSON body that says how the service is.
  /ready:
    servers: [{url: https://api.example.com}]
    get:
      x-public: true
      responses: # want: "GET /ready" declares no 503.
        '200':
          content:
            application/json:
              schema: # want: Response 200 of "GET /ready": "service" is missing. | Response 200 of "GET /ready": "version" is missing. | Response 200 of "GET /ready": "timestamp" is missing. | Response 200 of "GET /ready": "checks" is missing.
                required: [status]
                properties:
                  status: {enum: [ok, critical]} # want: Response 200 of "GET /ready": "status" allows "ok"; its values are healthy, unhealthy.
`,
    ],
  },

  check({document}, report) {
    if (document.pathItems.length === 0) return
    for (const {path, statuses, members} of healthEndpoints) {
      const item = document.pathItems.find(each => each.path === path)
      const operation = item?.operations.find(({method}) => method === 'get')
      if (!item || !operation) tellMissing(document, path, report)
      else {
        checkPlace(item, operation, report)
        checkAnswers(document, operation, {statuses, members}, report)
      }
    }
    const figures = document.pathItems.find(({path}) => path === metrics.path)
    const servers = figures?.node.get('servers')?.children() ?? []
    const isInternal = servers.length > 0 && servers.every(each => hasPort(each.get('url')?.text ?? ''))
    if (figures && !isInternal)
      report(
        figures.use,
        `Path "${metrics.path}" has to have "servers" of its own on port ${metrics.port}; callers must not reach it.`,
      )
  },
})

function hasPort(url: string): boolean {
  return new RegExp(`^(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*:${metrics.port}(?:[/?#]|$)`, 'i').test(url)
}
