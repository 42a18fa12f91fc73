import {article} from '../../json/members.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require headers that are an object',
  why: 'Headers are names with values. A schema for something else fits no message at all, and one without a type fits all of them.',
  fix: 'Write `type: object` with the headers as `properties`.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
asyncapi: 3.0.0
components:
  messages:
    OrderPlaced: {headers: {$ref: '#/components/schemas/Headers'}}
    OrderPaid: {headers: {schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: {type: record}}}
  schemas: {Headers: {allOf: [{type: object, properties: {source: {type: string}}}]}}
`,
      `
asyncapi: 2.6.0
channels:
  orders: {publish: {message: {name: OrderPlaced, headers: {type: object, properties: {source: {type: string}}}}}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
components:
  messages:
    OrderPlaced:
      headers: {type: array, items: {type: string}} # want: The headers of message "OrderPlaced" may be an array; they have to be an object.
    OrderPaid:
      headers: {description: Nothing is known.} # want: The headers of message "OrderPaid" have no type; write "type: object".
`,
      `
asyncapi: 2.6.0
components:
  messages:
    OrderPlaced:
      headers: {$ref: '#/components/schemas/Headers'} # want: The headers of message "OrderPlaced" may be a string; they have to be an object.
  schemas: {Headers: {type: [object, string]}}
`,
    ],
  },

  check({document}, report) {
    for (const {title, headers, member} of document.messages) {
      const at = member('headers')
      if (!at || headers.length === 0) continue
      const view = document.view(headers)
      const {types, complete, alternatives} = view
      const stranger = types.find(type => type !== 'object')
      const subject = `The headers of m${title.slice(1)}`
      const named = title.startsWith('Message') ? subject : 'The headers of the message'
      if (stranger !== undefined) report(at, `${named} may be ${article(stranger)}; they have to be an object.`)
      else if (types.length === 0 && complete && alternatives.length === 0 && view.properties.size === 0)
        report(at, `${named} have no type; write "type: object".`)
    }
  },
})
