import {didYouMean} from '../../../core/suggest.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require that the servers of a channel are servers of the document',
  why: 'A channel on a server that nobody describes cannot be reached: no tool knows its address or its protocol.',
  fix: 'Name a server of `servers` (2.x), or refer to `#/servers/<name>` (3.x); one of `components` is none by itself.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
asyncapi: 3.0.0
servers:
  eu: {host: eu.example.com, protocol: kafka}
  us: {$ref: '#/components/servers/us'}
channels:
  orders: {address: orders, servers: [{$ref: '#/servers/eu'}, {$ref: '#/servers/us'}]}
  all: {address: all}
components: {servers: {us: {host: us.example.com, protocol: kafka}}}
`,
      `
asyncapi: 2.6.0
servers: {eu: {url: eu.example.com, protocol: kafka}}
channels:
  orders: {servers: [eu]}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
servers:
  eu: {host: eu.example.com, protocol: kafka}
channels:
  orders:
    address: orders
    servers:
      - $ref: '#/components/servers/us' # want: Channel "orders" is on a server that is none of the "servers" of the document.
components: {servers: {us: {host: us.example.com, protocol: kafka}}}
`,
      `
asyncapi: 2.6.0
servers: {production: {url: eu.example.com, protocol: kafka}}
channels:
  orders:
    servers: [prodution] # want: Channel "orders" is on the server "prodution", which is not described. Did you mean "production"?
`,
    ],
  },

  check({document: {channels, servers, references}}, report) {
    const known = new Set(servers.map(({node}) => node.value))
    const names = servers.map(({name}) => name)
    for (const {name, node} of channels) {
      const chosen = node.get('servers')
      for (const server of chosen?.isArray ? chosen.children() : [])
        if (server.text !== undefined) {
          if (!names.includes(server.text))
            report(
              server,
              `Channel "${name}" is on the server "${server.text}", which is not described.${didYouMean(server.text, names)}`,
            )
        } else {
          const target = server.ref === undefined ? undefined : references.resolve(server)
          if (target && !known.has(target.value))
            report(
              server.get('$ref') ?? server,
              `Channel "${name}" is on a server that is none of the "servers" of the document.`,
            )
        }
    }
  },
})
