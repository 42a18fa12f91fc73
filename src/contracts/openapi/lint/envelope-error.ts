import {failureMembers} from '../../../standard/envelope.js'
import {failureBodies, typesOf, valueBranches} from '../bodies.js'
import {article, homeOf, type Judged, tell} from '../members.js'
import {lintRule, type MediaType, type Property, type SchemaView} from '../model.js'

export default lintRule({
  summary: 'Require the envelope of errors and meta around every failed JSON answer',
  why: 'A client handles errors in one place only if all services answer in one form: a list of errors with codes, and the request id to ask about.',
  fix: 'Answer with `errors` (an array of at least one ApiError) and `meta`, both required, and with no `data`, `error` or `message` beside them.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders/{orderId}:
    get:
      responses:
        '404':
          content:
            application/json:
              schema:
                type: object
                required: [errors, meta]
                properties:
                  errors:
                    type: array
                    minItems: 1
                    items: {type: object}
                  meta: {type: object}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders/{orderId}:
    get:
      responses:
        '404':
          content:
            application/json:
              schema: # want: Response 404 of "GET /api/v1/orders/{orderId}" is not in the error envelope: "errors" and "meta" are missing.
                type: object
                properties:
                  error: {type: string}
        '409':
          content:
            application/json:
              schema:
                type: object
                required: [errors, meta]
                properties:
                  errors: {type: array} # want: Response 409 of "GET /api/v1/orders/{orderId}": "errors" has to have "minItems: 1".
                  meta: {type: object}
                  message: {type: string} # want: Response 409 of "GET /api/v1/orders/{orderId}": "message" does not belong beside "errors".
`,
    ],
  },

  check({document}, report) {
    for (const {response, media, views} of failureBodies(document)) {
      const judged = {document, response, report}
      if (media.schema === undefined)
        report(media.node, `${response.title} has no schema for "${media.name}"; it has to be the error envelope.`)
      for (const view of views) checkEnvelope(judged, media, view)
    }
  },
})

function checkEnvelope(judged: Judged, media: MediaType, view: SchemaView) {
  const at = media.schema ?? media.node
  const {response, report} = judged
  const wrong = [...typesOf(view)].find(type => type !== 'object')
  const errors = view.properties.get('errors')
  if (wrong !== undefined)
    return report(at, `${response.title} is not in the error envelope: it is ${article(wrong)}, not an object.`)
  if (!errors && !view.properties.has('meta') && view.complete)
    return report(at, `${response.title} is not in the error envelope: "errors" and "meta" are missing.`)
  for (const name of failureMembers.required) {
    if (!view.complete) continue
    const property = view.properties.get(name)
    if (property && !property.required) tell(judged, property.node, 'is not required')
    if (!property) tell(judged, homeOf(view) ?? at, 'is missing', name)
  }
  for (const name of failureMembers.forbidden) {
    const property = view.properties.get(name)
    if (property) tell(judged, property.node, 'does not belong beside "errors"')
  }
  if (errors) checkErrors(judged, errors)
}

function checkErrors(judged: Judged, errors: Property) {
  const {views, nullable} = valueBranches(judged.document, errors.schemas)
  if (nullable) tell(judged, errors.node, 'may be null')
  for (const view of views) {
    const least = Math.max(0, ...view.keyword('minItems').map(node => node.number ?? 0))
    if (!typesOf(view).has('array')) tell(judged, errors.node, 'has to be an array')
    else if (least < 1) tell(judged, errors.node, 'has to have "minItems: 1"')
  }
}
