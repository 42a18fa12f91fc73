import {idempotencyKey} from '../../../standard/headers.js'
import {branches, typesOf} from '../bodies.js'
import {lintRule, type OpenApi, type Parameter} from '../model.js'
import {parameterOf, parameterTitle, usedBy} from '../named.js'

const {name, maxLength} = idempotencyKey

export default lintRule({
  summary: 'Require an Idempotency-Key on every POST that creates something or begins a job',
  why: 'When an answer is lost, a caller cannot know whether the order was made. With a key the same request can be sent again and makes one order, not two.',
  fix: 'Declare the header parameter `Idempotency-Key` as a string with `maxLength: 255`, and store what was answered for 24 hours.',
  severity: 'warning',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post:
      parameters:
        - {name: Idempotency-Key, in: header, schema: {type: string, maxLength: 255}}
      responses: {'201': {}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders/searches:
    post: {responses: {'200': {}}} # Makes nothing.
  /api/v1/orders/{orderId}:
    put: {responses: {'201': {}}} # Can be repeated anyway.
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post: # want: "POST /api/v1/orders" answers with 201, but does not take the header "Idempotency-Key".
      responses: {'201': {}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/reports:
    post:
      parameters:
        - {name: idempotency-key, in: header, schema: {type: string}} # want: Header parameter "idempotency-key" has to be a string with a "maxLength" of at most 255.
      responses: {'202': {}}
`,
    ],
  },

  check({document}, report) {
    for (const operation of document.operations) {
      const {exempt, method, title, node, responses} = operation
      const made = responses.find(({status}) => status === '201' || status === '202')
      if (exempt || method !== 'post' || !made) continue
      const parameter = parameterOf(operation, 'header', name)
      if (!parameter) report(node, `"${title}" answers with ${made.status}, but does not take the header "${name}".`)
      else if (!isBoundedText(document, parameter))
        report(
          parameter.node,
          `${parameterTitle(parameter)} has to be a string with a "maxLength" of at most ${maxLength}.`,
          usedBy(operation, parameter),
        )
    }
  },
})

function isBoundedText(document: OpenApi, {schema}: Parameter): boolean {
  const views = schema ? branches(document, [schema]) : []
  return (
    views.length > 0 &&
    views.every(view => {
      const types = [...typesOf(view)]
      const lengths = view.keyword('maxLength').flatMap(each => each.number ?? [])
      return !view.complete || (types.join() === 'string' && lengths.some(length => length <= maxLength))
    })
  )
}
