import {misfitMessage, placeOfMisfit} from '../../json/misfit-message.js'
import {Validator} from '../../json/validation/validator.js'
import {examplePlaces} from '../example-places.js'
import {lintRule} from '../model.js'

/** Further faults of one example that are told; a list of the wrong things would fill the screen. */
const mostTold = 5

export default lintRule({
  summary: 'Require examples to fit their schemas',
  why: 'Readers copy examples, mocks publish them, tests send them. One that its own schema forbids teaches everybody an event that consumers refuse.',
  fix: 'Correct the example, or the schema if the example is what is really sent.',
  severity: 'warning',
  presets: ['standard', 'recommended'],
  examples: {
    valid: [
      // The envelope is required by one schema, the data described by another; headers are those of a trait as well.
      `
asyncapi: 3.0.0
components:
  messages:
    OrderPlaced:
      traits: [{headers: {type: object, required: [source], properties: {source: {type: string}}}}]
      headers: {type: object, properties: {attempt: {type: integer}}}
      payload: {allOf: [{$ref: '#/components/schemas/Event'}, {properties: {total: {type: number}}}]}
      examples:
        - headers: {source: shop, attempt: 1}
          payload: {eventId: 0b9ad9e4-5bd4-4c4a-9f0c-6a6ee1c2f2c1, total: 9.5}
  schemas:
    Event: {type: object, required: [eventId], properties: {eventId: {type: string, format: uuid}}}
`,
      // In Avro a union is no list of types.
      `
asyncapi: 2.6.0
channels:
  orders:
    publish:
      message:
        schemaFormat: application/vnd.apache.avro;version=1.9.0
        payload: {type: record, name: Order, fields: [{name: id, type: ['null', string]}]}
        examples: [{payload: {id: 7}}]
`,
      // A list of schemas and what stands beside a reference, as in draft 7.
      `
asyncapi: 2.6.0
components:
  schemas:
    Pair: {type: array, items: [{type: string}, {type: number}], additionalItems: false, examples: [[a, 1]]}
    Name: {$ref: '#/components/schemas/Pair', examples: [none]}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
components:
  messages:
    OrderPlaced:
      headers: {type: object, required: [source]}
      payload:
        type: object
        required: [orderId]
        properties:
          orderId: {type: string}
          lines: {type: array, items: {properties: {price: {type: number, examples: ['1']}}}} # want: The example of property "lines[].price" of message "OrderPlaced" does not fit its schema: it has to be a number, not a string.
      examples:
        - name: cheap
          headers: {} # want: The headers of example "cheap" of message "OrderPlaced" does not fit its schema: it has no "source", which is required.
          payload:
            orderId: 7 # want: The payload of example "cheap" of message "OrderPlaced" does not fit its schema: "orderId" has to be a string, not an integer.
`,
      `
asyncapi: 2.6.0
channels:
  orders:
    publish:
      message:
        name: OrderPaid
        payload: {$ref: '#/components/schemas/Paid'}
        examples:
          - payload:
              at: yesterday # want: The payload of example 1 of message "OrderPaid" does not fit its schema: "at" has to have the format "date-time", but is "yesterday".
components:
  schemas:
    Paid:
      type: object
      properties: {at: {type: string, format: date-time}}
      additionalProperties: false
      examples:
        - total: 1 # want: The example of schema "Paid" does not fit its schema: "total" is not described by the schema, which allows no others.
`,
    ],
  },

  check({document}, report) {
    const validator = new Validator(document, 'either')
    for (const {value, schemas, title} of examplePlaces(document)) {
      // What a lost reference says is not known; a reference in place of an example is no value.
      if (value.ref !== undefined || !document.view(schemas).complete) continue
      const misfits = schemas.flatMap(schema => validator.misfits(schema, value.value))
      for (const misfit of misfits.slice(0, mostTold))
        report(placeOfMisfit(value, misfit), `${title} does not fit its schema: ${misfitMessage(misfit)}`)
    }
  },
})
