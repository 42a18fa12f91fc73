import {type JsonNode, lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow an operationId or messageId that is there twice',
  why: 'Generators make functions and types of these ids, and documentation links to them: of two with one id, one is lost.',
  fix: 'Give one of them another id. From 3.0 on the keys of `operations` and `messages` are the ids.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      // One message on two channels is one.
      `
asyncapi: 2.6.0
channels:
  orders: {publish: {operationId: onOrder, message: {$ref: '#/components/messages/Order'}}}
  returns: {publish: {operationId: onReturn, message: {$ref: '#/components/messages/Order'}}}
components: {messages: {Order: {messageId: order}}}
`,
      // Operations and messages may have the same id.
      `
asyncapi: 2.6.0
channels:
  orders: {publish: {operationId: order, message: {messageId: order}}}
`,
    ],
    invalid: [
      `
asyncapi: 2.6.0
channels:
  orders:
    publish: {operationId: onOrder}
    subscribe: {operationId: onOrder} # want: The operationId "onOrder" is there twice.
`,
      `
asyncapi: 2.4.0
channels:
  orders:
    publish:
      message:
        oneOf:
          - {messageId: order, payload: {type: object}}
          - {messageId: order, payload: {type: string}} # want: The messageId "order" is there twice.
`,
    ],
  },

  check({document: {version, operations, messages}}, report) {
    if (version !== '2') return
    for (const [key, holders] of [
      ['operationId', operations],
      ['messageId', messages],
    ] as const) {
      const first = new Map<string, JsonNode>()
      // A trait cannot give an id to one only; what it says is told by asyncapi/operation-id.
      for (const id of new Set(holders.map(({node}) => node.get(key)))) {
        if (id?.text === undefined) continue
        const other = first.get(id.text)
        if (other)
          report(id, `The ${key} "${id.text}" is there twice.`, [
            {at: other, message: 'It is here for the first time.'},
          ])
        else first.set(id.text, id)
      }
    }
  },
})
