import {webhookMembers} from '../../../standard/webhooks.js'
import {branches, typesOf} from '../bodies.js'
import {sentBy} from '../inputs.js'
import {checkMembers, tell} from '../members.js'
import {lintRule} from '../model.js'
import {deliveriesOf} from '../webhooks.js'

export default lintRule({
  summary: 'Require id, eventType, schemaVersion, data and timestamp in the body of every webhook',
  why: 'Receivers drop what they have seen by its id, choose their code by type and version, and put events in order by time. A body without these has to be guessed.',
  fix: 'Describe the five members, all required: `id` is the same for all subscribers, and `data` has named properties.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
webhooks:
  orderCreated:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/OrderCreated'}}}}
components:
  schemas:
    OrderCreated:
      required: [id, eventType, schemaVersion, data, timestamp]
      properties:
        id: {type: string, format: uuid}
        eventType: {const: OrderCreated}
        schemaVersion: {const: '1.0'}
        data: {type: object, properties: {orderId: {type: string}}}
        timestamp: {type: string, format: date-time}
`,
      `
openapi: 3.1.0
webhooks:
  orderCreated:
    post:
      requestBody:
        content:
          application/json:
            schema:
              allOf:
                - $ref: '#/components/schemas/Event'
                - properties: {data: {$ref: '#/components/schemas/Order'}}
components:
  schemas:
    Event:
      required: [id, eventType, schemaVersion, data, timestamp]
      properties:
        id: {type: string}
        eventType: {type: string}
        schemaVersion: {type: string}
        data: {type: object} # What is in it is said by those who use this.
        timestamp: {type: string}
    Order: {type: object, properties: {orderId: {type: string}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
webhooks:
  orderCreated:
    post:
      requestBody:
        content:
          application/json:
            schema: # want: Request body of "webhook POST orderCreated": "id" is missing. | Request body of "webhook POST orderCreated": "eventType" is missing. | Request body of "webhook POST orderCreated": "schemaVersion" is missing. | Request body of "webhook POST orderCreated": "data" is missing. | Request body of "webhook POST orderCreated": "timestamp" is missing.
              properties: {event: {type: string}, body: {type: object}}
  ping:
    post: {description: Nothing} # want: "webhook POST ping" has no JSON body.
`,
      `
openapi: 3.1.0
webhooks:
  orderCreated:
    post:
      requestBody:
        content:
          application/json:
            schema:
              required: [id, eventType, data, timestamp]
              properties:
                id: {type: integer} # What ids are is asked by shared/id-opaque.
                eventType: {type: integer} # want: Request body of "webhook POST orderCreated": "eventType" is an integer; it has to be a string.
                schemaVersion: {type: string} # want: Request body of "webhook POST orderCreated": "schemaVersion" is not required.
                data: {type: object, additionalProperties: true} # want: Request body of "webhook POST orderCreated": "data" has no named properties; receivers have to know what is in it.
                timestamp: {type: string}
`,
    ],
  },

  check({document}, report) {
    for (const operation of deliveriesOf(document)) {
      const bodies = operation.requestBody?.content.filter(({isJson}) => isJson) ?? []
      const holder = sentBy(operation)
      if (!holder || bodies.length === 0) {
        report(operation.node, `"${operation.title}" has no JSON body.`)
        continue
      }
      const judged = {document, response: holder, report}
      for (const {schema, node} of bodies) {
        checkMembers(judged, schema ?? node, schema ? [schema] : [], webhookMembers)
        const data = branches(document, schema ? [schema] : []).flatMap(view => view.properties.get('data') ?? [])
        for (const {node: at, schemas} of data)
          for (const view of branches(document, schemas))
            if (view.complete && typesOf(view).has('object') && view.properties.size === 0)
              tell(judged, at, 'has no named properties; receivers have to know what is in it')
      }
    }
  },
})
