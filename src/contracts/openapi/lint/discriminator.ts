import {didYouMean} from '../../../core/suggest.js'
import {branches} from '../bodies.js'
import {leadsToSchema} from '../discriminator-mapping.js'
import {lintRule} from '../model.js'
import {countingSchemas, schemaTitle, uncapitalized} from '../schema-title.js'

export default lintRule({
  summary: 'Require the property of a discriminator to be there and required, and its mapping to lead to schemas',
  why: 'A client reads the discriminator first, to know which schema the rest is. When it may be missing, or leads nowhere, the answer can not be read.',
  fix: 'Describe and require the property in every alternative; let `mapping` name a schema of `components.schemas` or refer to one.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.1.0
components:
  schemas:
    Payment:
      oneOf:
        - {$ref: '#/components/schemas/Card'}
        - {$ref: '#/components/schemas/Transfer'}
      discriminator:
        propertyName: kind
        mapping: {card: '#/components/schemas/Card', transfer: Transfer}
    Card: {type: object, required: [kind], properties: {kind: {const: card}}}
    Transfer: {type: object, required: [kind], properties: {kind: {const: transfer}}}
`,
      // A base: those that build on it by allOf inherit its property.
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Pet:
      type: object
      required: [petType]
      properties: {petType: {type: string}}
      discriminator: {propertyName: petType}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object}]}
    Choice:
      oneOf: [{$ref: '#/components/schemas/Cat'}]
      discriminator: {propertyName: petType}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
components:
  schemas:
    Payment:
      oneOf:
        - {$ref: '#/components/schemas/Card'} # want: The discriminator "kind" of schema "Payment" is not required by schema "Card".
        - {$ref: '#/components/schemas/Transfer'} # want: Schema "Transfer" has no property "kind", the discriminator of schema "Payment".
      discriminator:
        propertyName: kind
        mapping:
          card: '#/components/schemas/Card'
          transfer: '#/components/schemas/Transfers' # want: The mapping of "transfer" leads nowhere: "#/components/schemas/Transfers". Did you mean "Transfer"?
    Card: {type: object, properties: {kind: {type: string}}}
    Transfer: {type: object, required: [kind], additionalProperties: false}
`,
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Pet:
      type: object
      properties: {petType: {type: string}}
      discriminator: {propertyName: petType} # want: The discriminator "petType" of schema "Pet" is not required by schema "Pet".
    Choice:
      oneOf: [{$ref: '#/components/schemas/Cat'}]
      discriminator:
        propertyName: petType
        mapping:
          cat: Catt # want: The mapping of "cat" leads nowhere: "Catt". Did you mean "Cat"?
    Cat:
      type: object
      required: [petType]
      properties: {petType: {type: string}}
`,
    ],
  },

  check({document}, report) {
    const schemas = document.root.at('components', 'schemas')
    const names = schemas?.children().map(({name}) => name) ?? []
    for (const schema of countingSchemas(document)) {
      const discriminator = schema.get('discriminator')
      const property = discriminator?.get('propertyName')?.text
      if (!discriminator || property === undefined) continue
      const title = uncapitalized(schemaTitle(schema))
      const fallback = discriminator.get('defaultMapping')
      for (const entry of [...(discriminator.get('mapping')?.children() ?? []), ...(fallback ? [fallback] : [])])
        if (entry.text !== undefined && !leadsToSchema(document, entry, entry.text))
          report(
            entry,
            `The ${entry === fallback ? 'default mapping' : `mapping of "${entry.name}"`} leads nowhere: "${entry.text}".${didYouMean(entry.text.split('/').at(-1) ?? '', names)}`,
          )
      const members = ['oneOf', 'anyOf'].flatMap(keyword => schema.get(keyword)?.children() ?? [])
      for (const at of members.length > 0 ? members : [schema]) {
        const alternative = document.resolve(at)
        if (!alternative || alternative.get('type')?.text === 'null') continue
        // What stands beside the alternatives holds for all of them.
        const views = branches(document, members.length > 0 ? [alternative] : [schema])
        const around = document.view(schema)
        if (views.some(view => !view.complete)) continue
        const place = at.value === schema.value ? discriminator : at
        const name = uncapitalized(schemaTitle(alternative))
        const has = views.every(view => view.properties.has(property)) || around.properties.has(property)
        const needs = views.every(view => view.required.has(property)) || around.required.has(property)
        if (!has)
          report(place, `${schemaTitle(alternative)} has no property "${property}", the discriminator of ${title}.`)
        // From 3.2 on the default says what a value without the property is.
        else if (!needs && !fallback)
          report(place, `The discriminator "${property}" of ${title} is not required by ${name}.`)
      }
    }
  },
})
