import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require servers',
  why: 'Without a server nobody knows where the channels are or which protocol they speak, and half of the bindings mean nothing.',
  fix: 'Describe the brokers in `servers`, with address and protocol.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
asyncapi: 3.0.0
servers: {production: {host: broker.example.com, protocol: kafka-secure}}
channels: {orders: {address: orders}}
`,
      // A library for other documents is nowhere.
      `
asyncapi: 2.6.0
channels: {}
components: {messages: {OrderPlacedEvent: {}}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0 # want: The document has no servers.
channels: {orders: {address: orders}}
`,
      `
asyncapi: 2.6.0
servers: {} # want: The document has no servers.
channels: {orders: {}}
`,
    ],
  },

  check({document: {root, channels}}, report) {
    const servers = root.get('servers')
    if (channels.length === 0 || (servers && servers.children().length > 0)) return
    report(servers ?? root.get('asyncapi') ?? root, 'The document has no servers.')
  },
})
