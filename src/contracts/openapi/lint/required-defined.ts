import {didYouMean} from '../../../core/suggest.js'
import {DescribedNames} from '../described-names.js'
import {lintRule} from '../model.js'
import {countingSchemas, schemaTitle} from '../schema-title.js'

export default lintRule({
  summary: 'Require every required property to be described',
  why: 'A required property that is described nowhere is nearly always a name that was misspelt or changed in one place only: nobody can send the right one.',
  fix: 'Describe the property under `properties`, or correct its name in `required`.',
  severity: 'warning',
  presets: ['standard', 'recommended', 'minimal'],
  defersTo: ['openapi/keyword-types'],
  examples: {
    valid: [
      // Described in another part that holds beside it, from outside or inside.
      `
openapi: 3.1.0
components:
  schemas:
    Base: {type: object, properties: {id: {type: string}}}
    Order:
      type: object
      required: [id, total]
      allOf: [{$ref: '#/components/schemas/Base'}]
      properties: {total: {type: number}}
    Payment:
      type: object
      properties: {card: {type: string}, iban: {type: string}}
      oneOf: [{required: [card]}, {required: [iban]}]
`,
      // Any name is described here.
      `
openapi: 3.1.0
components:
  schemas:
    Prices: {type: object, required: [EUR], additionalProperties: {type: number}}
    Labels: {type: object, required: [x-a], patternProperties: {^x-: {type: string}}}
`,
      // What a mixin requires is described by who uses it.
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Named: {type: object, required: [name]}
    User:
      allOf:
        - {$ref: '#/components/schemas/Named'}
        - {type: object, properties: {name: {type: string}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
components:
  schemas:
    Order:
      type: object
      required:
        - orderId # want: Schema "Order" requires "orderId", but does not describe it. Did you mean "orderid"?
        - total
      properties:
        orderid: {type: string}
        total: {type: number}
`,
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Base: {type: object, properties: {id: {type: string}}}
    Order:
      allOf:
        - {$ref: '#/components/schemas/Base'}
        - type: object
          required: [id, name] # want: Schema "Order" requires "name", but does not describe it.
          properties: {total: {type: number}}
`,
    ],
  },

  check({document}, report) {
    const described = new DescribedNames(document)
    for (const schema of countingSchemas(document)) {
      const list = schema.get('required')
      if (!list?.isArray || list.children().length === 0) continue
      const names = described.of(schema)
      if (!names) continue
      for (const item of list.children())
        if (item.text !== undefined && !names.has(item.text))
          report(
            item,
            `${schemaTitle(schema)} requires "${item.text}", but does not describe it.${didYouMean(item.text, [...names])}`,
          )
    }
  },
})
