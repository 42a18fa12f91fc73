import {misfitMessage, placeOfMisfit} from '../../json/misfit-message.js'
import type {Schemas} from '../../json/schema.js'
import type {Misfit} from '../../json/validation/misfit.js'
import {type Direction, Validator} from '../../json/validation/validator.js'
import {type ExamplePlace, exampleIdentity, examplePlaces} from '../example-places.js'
import {type JsonNode, lintRule} from '../model.js'

/** Further faults of one example that are told; a list of the wrong things would fill the screen. */
const mostTold = 5

export default lintRule({
  summary: 'Require examples to fit their schemas',
  why: 'Readers copy examples, mocks answer with them, tests send them. One that its own schema forbids teaches everybody a request that is refused.',
  fix: 'Correct the example, or the schema if the example is what is really sent.',
  severity: 'warning',
  presets: ['standard', 'recommended'],
  examples: {
    valid: [
      // In a request the id is not sent, in a response the password is not.
      `
openapi: 3.1.0
paths:
  /users:
    post:
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/User'}
            example: {name: Ada, password: secret-12}
      responses:
        '201':
          description: Created.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/User'}
              examples:
                ada: {value: {id: u-1, name: Ada}}
components:
  schemas:
    User:
      type: object
      required: [id, name, password]
      additionalProperties: false
      properties:
        id: {type: string, readOnly: true}
        name: {type: string, examples: [Ada]}
        password: {type: string, writeOnly: true}
`,
      // null in 3.0, and texts that stand for a list, for JSON or for XML.
      `
openapi: 3.0.3
paths:
  /pets:
    get:
      parameters:
        - {name: ids, in: query, schema: {type: array, items: {type: string}}, example: 'a,b'}
      responses:
        '200':
          description: A pet.
          content:
            application/xml: {schema: {type: object}, example: <pet/>}
            application/json:
              schema: {type: object, nullable: true}
              examples: {none: {value: null}, text: {value: '{"lives": 9}'}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders/{orderId}:
    get:
      parameters:
        - name: limit
          in: query
          schema: {type: integer, maximum: 100}
          example: 500 # want: The example of parameter "limit" does not fit its schema: it has to be at most 100, but is 500.
      responses:
        '200':
          description: The order.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Order'}
              examples:
                paid:
                  value:
                    status: payed # want: Example "paid" of response 200 of "GET /orders/{orderId}" does not fit its schema: "status" has to be one of "open", "paid", but is "payed".
                    lines:
                      - price: '12' # want: Example "paid" of response 200 of "GET /orders/{orderId}" does not fit its schema: "lines[0].price" has to be a number, not a string.
components:
  schemas:
    Order:
      type: object
      required: [status]
      properties:
        status: {type: string, enum: [open, paid]}
        placedAt:
          type: string
          format: date-time
          examples:
            - '2026-02-30T10:00:00Z' # want: The example of property "placedAt" of schema "Order" does not fit its schema: it has to have the format "date-time", but is "2026-02-30T10:00:00Z".
        lines: {type: array, items: {type: object, properties: {price: {type: number}}}}
`,
      // A reference back to itself, what stands beside it, and properties that are not described.
      `
openapi: 3.1.0
components:
  schemas:
    Folder:
      type: object
      required: [name]
      unevaluatedProperties: false
      allOf: [{properties: {name: {type: string}}}]
      properties:
        folders: {type: array, items: {$ref: '#/components/schemas/Folder'}}
      example:
        name: a
        folders:
          - name: b
            owner: Ada # want: The example of schema "Folder" does not fit its schema: "folders[0].owner" is not described by the schema.
          - {} # want: The example of schema "Folder" does not fit its schema: "folders[1]" has no "name", which is required.
`,
    ],
  },

  check({document}, report) {
    const validators = new Map<Direction, Validator>()
    // What is wrong with an example that several share is told of the first that uses it.
    const told = new Map<unknown, Set<string>>()
    for (const place of examplePlaces(document)) {
      const validator = validators.get(place.direction) ?? new Validator(document, place.direction)
      validators.set(place.direction, validator)
      for (const misfit of misfitsOf(validator, place).slice(0, mostTold)) {
        const message = misfitMessage(misfit)
        const id = exampleIdentity(place.value)
        const known = told.get(id) ?? new Set()
        told.set(id, known)
        if (typeof place.value.key !== 'number' && known.has(message)) continue
        known.add(message)
        report(placeOfMisfit(place.value, misfit), `${place.title} does not fit its schema: ${message}`)
      }
    }
  },
})

function misfitsOf(validator: Validator, {value, schema, form}: ExamplePlace): readonly Misfit[] {
  // A reference in place of an example is no value.
  if (value.ref !== undefined || !isDescribed(validator.document, schema)) return []
  const misfits = validator.misfits(schema, value.value)
  if (misfits.length === 0 || value.text === undefined || form === 'value') return misfits
  if (form === 'other') return []
  try {
    return validator.misfits(schema, JSON.parse(value.text))
  } catch {
    return misfits
  }
}

/** A schema that can not be seen is told as such. */
function isDescribed(document: Schemas, schema: JsonNode): boolean {
  return document.view(schema).complete
}
