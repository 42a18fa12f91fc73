import {jobMembers} from '../../../standard/jobs.js'
import {jsonBodies} from '../bodies.js'
import {segmentsOf} from '../collections.js'
import {checkMembers} from '../members.js'
import {lintRule, type OpenApi} from '../model.js'
import {usedBy} from '../named.js'

export default lintRule({
  summary: 'Require a job with id and status in every 202, and an operation that tells about it',
  why: 'A 202 is a promise. Without the id of the job, and a place to ask for it, a caller never learns whether it was kept.',
  fix: 'Answer with `data: {jobId, status}` and describe `GET /api/v1/jobs/{jobId}`.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/reports:
    post:
      responses:
        '202':
          content:
            application/json:
              schema:
                properties:
                  data:
                    required: [jobId, status]
                    properties:
                      jobId: {type: string}
                      status: {enum: [pending, processing, completed, failed, cancelled]}
  /api/v1/jobs/{jobId}: {get: {}}
`,
      `
openapi: 3.1.0
servers: [{url: /api/v1/jobs}]
paths:
  /reports:
    post:
      responses:
        '202': {content: {application/json: {schema: {properties: {data: {$ref: '#/components/schemas/Job'}}}}}}
  /{jobId}: {get: {}}
components:
  schemas:
    Job:
      required: [jobId, status]
      properties:
        jobId: {type: string}
        status: {const: pending}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/reports:
    post:
      responses:
        '202': # want: "POST /api/v1/reports" answers with 202, but there is no "GET …/jobs/{jobId}" to ask how it went.
          content:
            application/json:
              schema:
                properties:
                  data: # want: Response 202 of "POST /api/v1/reports": "data.jobId" is missing. | Response 202 of "POST /api/v1/reports": "data.status" is missing.
                    properties: {message: {type: string}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/reports:
    post:
      responses:
        '202': {description: Begun} # want: Response 202 of "POST /api/v1/reports" has no JSON body with the job.
    put:
      responses:
        '202':
          content:
            application/json:
              schema:
                properties:
                  data:
                    required: [jobId, status]
                    properties:
                      jobId: {type: string}
                      status: {enum: [running]} # want: Response 202 of "PUT /api/v1/reports": "data.status" allows "running"; its values are pending, processing, completed, failed, cancelled.
  /api/v1/jobs/{jobId}: {get: {}}
`,
    ],
  },

  check({document}, report) {
    const hasJobs = tellsAboutJobs(document)
    for (const operation of document.operations)
      for (const response of operation.exempt ? [] : operation.responses) {
        if (response.status !== '202') continue
        if (!response.content.some(({isJson}) => isJson))
          report(response.node, `${response.title} has no JSON body with the job.`, usedBy(operation, response))
        if (!hasJobs)
          report(
            response.use,
            `"${operation.title}" answers with 202, but there is no "GET …/jobs/{jobId}" to ask how it went.`,
          )
      }
    for (const {response, views} of jsonBodies(document))
      for (const data of response.status === '202' ? views.flatMap(view => view.properties.get('data') ?? []) : [])
        checkMembers({document, response, report}, data.node, data.schemas, jobMembers)
  },
})

function tellsAboutJobs({operations}: OpenApi): boolean {
  return operations.some(({method, path, servers}) => {
    const [parameter = '', jobs] = segmentsOf((servers[0]?.basePath ?? '') + path).toReversed()
    return method === 'get' && jobs === 'jobs' && /^\{[^{}]+\}$/.test(parameter)
  })
}
