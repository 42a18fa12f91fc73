import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require servers in a document with paths',
  why: 'Without servers, the service is taken to be where the contract was read from: clients are sent to the portal or to the file.',
  fix: 'List under `servers` where the service is reached; a relative URL such as `/` says that this is meant.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
openapi: 3.1.0
servers: [{url: https://api.example.com}]
paths: {/orders: {get: {}}}
`,
      // Webhooks have no servers, and paths may have their own.
      `
openapi: 3.1.0
paths:
  /orders:
    servers: [{url: https://orders.example.com}]
    get: {}
webhooks: {paid: {post: {}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0 # want: The document does not say on which servers its paths are.
paths: {/orders: {get: {}}}
`,
      `
openapi: 3.0.3
servers: [] # want: The document does not say on which servers its paths are.
paths:
  /orders: {get: {}}
  /invoices:
    servers: [{url: https://invoices.example.com}]
    get: {}
`,
    ],
  },

  check({document: {root, operations}}, report) {
    for (const {servers, node, title, pathItem} of operations) {
      if (servers.some(server => server.node.get('url') !== undefined)) continue
      const own = node.get('servers')
      const ofPath = pathItem.use.get('servers') ?? pathItem.node.get('servers')
      if (own) report(own, `"servers" of "${title}" is empty; it replaces those of the document.`)
      else if (ofPath)
        report(ofPath, `"servers" of path "${pathItem.path}" is empty; it replaces those of the document.`)
      else
        report(
          root.get('servers') ?? root.get('openapi') ?? root,
          'The document does not say on which servers its paths are.',
        )
    }
  },
})
