import {successMembers, warningMembers} from '../../../standard/envelope.js'
import {successBodies, typesOf, valueBranches} from '../bodies.js'
import {article, checkMembers, checkNothingElse, homeOf, type Judged, tell} from '../members.js'
import {lintRule, type MediaType, type SchemaView} from '../model.js'

const known: ReadonlySet<string> = new Set(successMembers.allowed)
const only = 'only "data", "meta" and "warnings" do'

export default lintRule({
  summary: 'Require the envelope of data and meta around every successful JSON answer',
  why: 'With one envelope, clients, gateways and tests find the result, the request id and the pagination of every service in the same place, and members can be added without breaking anybody.',
  fix: 'Put the result under `data`, require `data` and `meta`, and move everything else into `meta`.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders/{orderId}:
    get:
      responses:
        '200':
          content:
            application/json:
              schema:
                type: object
                required: [data, meta]
                properties:
                  data: {$ref: '#/components/schemas/Order'}
                  meta: {$ref: '#/components/schemas/Meta'}
components:
  schemas:
    Order: {type: object}
    Meta: {type: object}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders/{orderId}:
    get:
      responses:
        '200':
          content:
            application/json:
              schema: # want: Response 200 of "GET /api/v1/orders/{orderId}" is not in the envelope: "data" and "meta" are missing.
                $ref: '#/components/schemas/Order'
    put:
      responses:
        '200':
          content:
            application/json:
              schema:
                type: object
                required: [data]
                properties:
                  data: {$ref: '#/components/schemas/Order'}
                  meta: {type: object} # want: Response 200 of "PUT /api/v1/orders/{orderId}": "meta" is not required.
                  total: {type: integer} # want: Response 200 of "PUT /api/v1/orders/{orderId}": "total" does not belong here; only "data", "meta" and "warnings" do.
components:
  schemas:
    Order: {type: object}
`,
    ],
  },

  check({document}, report) {
    for (const {response, media, views} of successBodies(document)) {
      const judged = {document, response, report}
      if (media.schema === undefined)
        report(media.node, `${response.title} has no schema for "${media.name}"; it has to be the envelope.`)
      for (const view of views) checkEnvelope(judged, media, view)
    }
  },
})

function checkEnvelope(judged: Judged, media: MediaType, view: SchemaView) {
  const at = media.schema ?? media.node
  const wrong = [...typesOf(view)].find(type => type !== 'object')
  const has = (name: string) => view.properties.has(name)
  if (wrong !== undefined)
    return judged.report(at, `${judged.response.title} is not in the envelope: it is ${article(wrong)}, not an object.`)
  if (!has('data') && !has('meta') && view.complete)
    return judged.report(at, `${judged.response.title} is not in the envelope: "data" and "meta" are missing.`)
  for (const name of successMembers.required) {
    if (!view.complete) continue
    const property = view.properties.get(name)
    if (property && !property.required) tell(judged, property.node, 'is not required')
    if (!property) tell(judged, homeOf(view) ?? at, 'is missing', name)
  }
  checkNothingElse(judged, view, known, only)
  checkWarnings(judged, view)
}

function checkWarnings(judged: Judged, view: SchemaView) {
  const warnings = view.properties.get('warnings')
  if (warnings === undefined) return
  for (const list of valueBranches(judged.document, warnings.schemas).views)
    if (!typesOf(list).has('array')) tell(judged, warnings.node, 'has to be an array')
    else if (list.items.length === 0) tell(judged, warnings.node, 'does not say what its items are')
    else checkMembers(judged, list.items[0] ?? warnings.node, list.items, warningMembers)
}
