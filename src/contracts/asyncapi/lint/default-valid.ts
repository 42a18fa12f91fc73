import {misfitMessage, placeOfMisfit} from '../../json/misfit-message.js'
import {Validator} from '../../json/validation/validator.js'
import {lintRule} from '../model.js'
import {schemaTitle, uncapitalized} from '../schema-title.js'

export default lintRule({
  summary: 'Require defaults to fit their schemas',
  why: 'The default is what a consumer takes when a property is not there. One that its own schema forbids makes every such event wrong.',
  fix: 'Correct the default, or the schema.',
  severity: 'warning',
  presets: ['standard', 'recommended'],
  examples: {
    valid: [
      `
asyncapi: 3.0.0
components:
  schemas:
    Priority: {enum: [low, high], default: low}
    Order: {type: object, properties: {default: {type: string}}}
`,
      // Beside a reference nothing counts.
      `
asyncapi: 2.6.0
components:
  schemas:
    Priority: {type: string}
    Other: {$ref: '#/components/schemas/Priority', default: 1}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
components:
  messages:
    OrderPlaced:
      payload:
        type: object
        properties:
          attempt: {type: integer, minimum: 1, default: 0} # want: The default of property "attempt" of message "OrderPlaced" does not fit: it has to be at least 1, but is 0.
`,
      `
asyncapi: 2.6.0
channels:
  orders/{region}:
    parameters:
      region: {schema: {type: string, enum: [eu, us], default: asia}} # want: The default of parameter "region" does not fit: it has to be one of "eu", "us", but is "asia".
`,
    ],
  },

  check({document}, report) {
    const validator = new Validator(document, 'either')
    for (const schema of document.everySchema) {
      const value = schema.ref === undefined ? schema.get('default') : undefined
      const [misfit] = value && document.view(schema).complete ? validator.misfits(schema, value.value) : []
      if (value && misfit)
        report(
          placeOfMisfit(value, misfit),
          `The default of ${uncapitalized(schemaTitle(schema))} does not fit: ${misfitMessage(misfit)}`,
        )
    }
  },
})
