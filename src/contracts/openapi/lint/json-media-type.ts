import {bodiless} from '../../../standard/methods.js'
import {lintRule, type MediaType} from '../model.js'
import {usedBy} from '../named.js'

export default lintRule({
  summary: 'Require application/json for all bodies, and a 415 where a body is taken',
  why: 'One format means one parser, one set of limits and one set of tests on every side. What is sent in another one has to be refused in a way that callers can foresee.',
  fix: 'Describe the body as `application/json`. Uploads are tagged `upload` and may be `multipart/form-data`; endless or binary answers are tagged `stream` and may be of any type. Add a 415 response.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post:
      requestBody:
        content: {application/json; charset=utf-8: {schema: {type: object}}}
      responses:
        '201': {content: {application/json: {}}}
        '415': {description: Not JSON.}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/photos:
    post:
      tags: [upload]
      requestBody:
        content: {multipart/form-data: {schema: {type: object}}}
      responses:
        '415': {description: Not a form.}
  /api/v1/events:
    get:
      tags: [stream]
      responses:
        '200': {content: {text/event-stream: {}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded: {} # want: Request body of "POST /api/v1/orders" is "application/x-www-form-urlencoded"; it has to be "application/json".
      responses: # want: "POST /api/v1/orders" takes a body, but declares no 415.
        '201': {description: Created.}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/photos:
    post:
      tags: [upload]
      requestBody:
        content:
          image/png: {} # want: Request body of "POST /api/v1/photos" is "image/png"; it has to be "application/json" or "multipart/form-data".
      responses:
        '201':
          content:
            application/vnd.example+json: {} # want: Response 201 of "POST /api/v1/photos" is "application/vnd.example+json"; it has to be "application/json" or "multipart/form-data".
        '415': {description: Not a form.}
`,
    ],
  },

  check({document: {operations}}, report) {
    for (const operation of operations) {
      const {title, node, method, exempt, tags, responses, responsesNode} = operation
      if (exempt) continue
      // A body where there must be none is told by openapi/body-placement.
      const requestBody = bodiless.has(method) ? undefined : operation.requestBody
      const allowed = tags.includes('upload') ? ['application/json', 'multipart/form-data'] : ['application/json']
      for (const {node: holder, use, content, ...part} of [...responses, ...(requestBody ? [requestBody] : [])]) {
        const what = 'title' in part ? part.title : `Request body of "${title}"`
        for (const media of tags.includes('stream') ? [] : content)
          if (!allowed.includes(typeOf(media)))
            report(
              media.node,
              `${what} is "${media.name}"; it has to be ${allowed.map(name => `"${name}"`).join(' or ')}.`,
              usedBy(operation, {node: holder, use}),
            )
      }
      if (requestBody && !responses.some(({status}) => status === '415'))
        report(responsesNode ?? node, `"${title}" takes a body, but declares no 415.`)
    }
  },
})

/** Without parameters such as the charset. */
function typeOf({name}: MediaType): string {
  return (name.split(';')[0] ?? '').trim().toLowerCase()
}
