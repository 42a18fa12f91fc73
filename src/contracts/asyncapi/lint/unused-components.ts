import {ComponentGraph} from '../../json/component-graph.js'
import {type AsyncApi, lintRule} from '../model.js'

/** Words for what the sections hold. */
const singular: Readonly<Record<string, string>> = {
  schemas: 'Schema',
  servers: 'Server',
  channels: 'Channel',
  operations: 'Operation',
  messages: 'Message',
  securitySchemes: 'Security scheme',
  serverVariables: 'Server variable',
  parameters: 'Parameter',
  correlationIds: 'Correlation id',
  replies: 'Reply',
  replyAddresses: 'Reply address',
  externalDocs: 'External documentation',
  tags: 'Tag',
  operationTraits: 'Operation trait',
  messageTraits: 'Message trait',
  serverBindings: 'Server binding',
  channelBindings: 'Channel binding',
  operationBindings: 'Operation binding',
  messageBindings: 'Message binding',
}

export default lintRule({
  summary: 'Disallow components that no channel, operation or server uses',
  why: 'What nobody uses is read, generated and kept up all the same, and hides that something was meant to use it.',
  fix: 'Refer to it, or remove it.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      // A scheme is used by its name in 2.x; what builds on a base with a discriminator is used through it.
      `
asyncapi: 2.6.0
servers: {production: {url: broker.example.com, protocol: kafka, security: [{plain: []}]}}
channels:
  pets: {publish: {message: {payload: {$ref: '#/components/schemas/Pet'}}}}
components:
  securitySchemes: {plain: {type: plain}}
  schemas:
    Pet: {type: object, discriminator: kind, properties: {kind: {type: string}}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}]}
`,
      // A document without channels is a library for others.
      `
asyncapi: 3.0.0
components:
  messages: {OrderPlacedEvent: {}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
channels:
  orders: {address: orders, messages: {placed: {$ref: '#/components/messages/OrderPlaced'}}}
components:
  messages:
    OrderPlaced: {traits: [{$ref: '#/components/messageTraits/Common'}]}
    OrderLost: # want: Message "OrderLost" is not used.
      traits: [{$ref: '#/components/messageTraits/Rare'}]
  messageTraits:
    Common: {}
    Rare: {} # want: Message trait "Rare" is not used.
`,
      // Used by each other only.
      `
asyncapi: 2.6.0
channels: {orders: {}}
components:
  schemas:
    Order: # want: Schema "Order" is not used.
      properties: {lines: {type: array, items: {$ref: '#/components/schemas/Line'}}}
    Line: # want: Schema "Line" is not used.
      properties: {order: {$ref: '#/components/schemas/Order'}}
`,
    ],
  },

  check({document}, report) {
    if (document.channels.length + document.operations.length === 0) return
    componentGraph(document).reportUnused(singular, report)
  },
})

function componentGraph(document: AsyncApi): ComponentGraph {
  const {root, references, servers, operations} = document
  const graph = new ComponentGraph(root)
  graph.addReferences(references)
  // What builds on a schema with a discriminator is one of its alternatives, though nothing refers to it.
  for (const schema of document.everySchema)
    for (const base of schema.get('allOf')?.children() ?? []) {
      const target = references.resolve(base)
      if (target && document.view(target).keyword('discriminator').length > 0)
        graph.lead(graph.componentOf(target), graph.componentOf(schema))
    }
  for (const {node} of [...servers, ...operations])
    for (const requirement of node.get('security')?.children() ?? [])
      for (const {name} of requirement.children()) graph.lead(undefined, `securitySchemes/${name}`)
  return graph
}
