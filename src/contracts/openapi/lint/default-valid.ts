import {misfitMessage, placeOfMisfit} from '../../json/misfit-message.js'
import {Validator} from '../../json/validation/validator.js'
import {lintRule} from '../model.js'
import {countingSchemas, schemaTitle, uncapitalized} from '../schema-title.js'

export default lintRule({
  summary: 'Require defaults to fit their schemas',
  why: 'The default is what counts when nothing is sent. One that its own schema forbids makes every request without the value wrong.',
  fix: 'Correct the default, or the schema.',
  severity: 'warning',
  presets: ['standard', 'recommended'],
  examples: {
    valid: [
      `
openapi: 3.1.0
components:
  schemas:
    Page: {type: integer, minimum: 1, default: 1}
    Status: {enum: [open, paid], default: open}
    Order: {type: object, properties: {default: {type: string}}}
`,
      // null where null is allowed.
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Note: {type: string, nullable: true, default: null}
    Order: {allOf: [{$ref: '#/components/schemas/Note'}], default: none}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get:
      parameters:
        - name: limit
          in: query
          schema: {type: integer, maximum: 100, default: '20'} # want: The default of parameter "limit" does not fit: it has to be an integer, not a string.
`,
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Base: {type: string, enum: [open, paid]}
    Order:
      type: object
      properties:
        status:
          allOf: [{$ref: '#/components/schemas/Base'}]
          default: new # want: The default of property "status" of schema "Order" does not fit: it has to be one of "open", "paid", but is "new".
`,
    ],
  },

  check({document}, report) {
    const validator = new Validator(document, 'either')
    for (const schema of countingSchemas(document)) {
      const value = schema.get('default')
      const [misfit] = value && document.view(schema).complete ? validator.misfits(schema, value.value) : []
      if (value && misfit)
        report(
          placeOfMisfit(value, misfit),
          `The default of ${uncapitalized(schemaTitle(schema))} does not fit: ${misfitMessage(misfit)}`,
        )
    }
  },
})
