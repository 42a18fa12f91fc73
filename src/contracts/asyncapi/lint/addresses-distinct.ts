import {type Channel, lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow two channels with the same address on the same server',
  why: 'What is published to an address is published to both channels: messages that only one of them describes arrive at the other.',
  fix: 'Make one channel of both with all of their messages, or say which `servers` each is on.',
  severity: 'warning',
  presets: [],
  examples: {
    valid: [
      `
asyncapi: 3.0.0
servers: {eu: {host: eu.example.com, protocol: kafka}, us: {host: us.example.com, protocol: kafka}}
channels:
  eu: {address: orders, servers: [{$ref: '#/servers/eu'}]}
  us: {address: orders, servers: [{$ref: '#/servers/us'}]}
  one: {address: null}
  two: {address: null}
`,
      `
asyncapi: 3.0.0
servers: {chat: {host: chat.example.com, protocol: wss}}
channels:
  ping: {address: /}
  pong: {address: /}
`,
      // The same channel by two names is one.
      `
asyncapi: 3.0.0
channels:
  orders: {$ref: '#/components/channels/orders'}
  sales: {$ref: '#/components/channels/orders'}
components: {channels: {orders: {address: orders}}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
channels:
  orders: {address: orders}
  sales:
    address: orders # want: Channel "sales" has the same address as channel "orders".
`,
      `
asyncapi: 2.6.0
channels:
  orders: {bindings: {kafka: {topic: orders-v1}}}
  orders-v1: {} # want: Channel "orders-v1" has the same address as channel "orders".
`,
    ],
  },

  check({document: {channels, references}}, report) {
    const known = new Map<string, Channel[]>()
    for (const channel of channels) {
      const {address, name, node, addressAt, isDirect} = channel
      // Conversations over one connection are told apart by what is said.
      if (address === undefined || isDirect) continue
      const others = known.get(address) ?? []
      const other = others.find(each => each.node.value !== node.value && sharesServer(each, channel))
      if (other)
        report(addressAt, `Channel "${name}" has the same address as channel "${other.name}".`, [
          {at: other.addressAt, message: 'The other one.'},
        ])
      known.set(address, [...others, channel])
    }

    /** Without servers, a channel is on all of them. */
    function sharesServer(one: Channel, two: Channel): boolean {
      const [first, second] = [one, two].map(({node}) => {
        const servers = node.get('servers')
        return new Set(
          servers?.isArray ? servers.children().map(use => references.resolve(use)?.value ?? use.text) : [],
        )
      })
      if (!first || !second || first.size === 0 || second.size === 0) return true
      return [...first].some(server => second.has(server))
    }
  },
})
