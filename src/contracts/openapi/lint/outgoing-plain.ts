import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow servers of webhooks, and callbacks of webhooks and callbacks',
  why: 'A webhook goes to the address that a subscriber gave, a callback to the one in its expression: servers are not asked. What the receiver of one would call back is no part of the contract.',
  fix: 'Remove `servers` or `callbacks` there; describe what receivers call as paths.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
openapi: 3.1.0
paths: {/orders: {servers: [{url: /}], post: {callbacks: {paid: {'{$request.body#/url}': {post: {}}}}}}}
`,
      `
openapi: 3.1.0
webhooks: {paid: {post: {summary: An order was paid}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
webhooks:
  paid:
    post:
      servers: [{url: https://example.com}] # want: "webhook POST paid" has "servers", which nobody asks for.
      callbacks: {} # want: "webhook POST paid" has "callbacks", which nobody can call.
`,
      `
openapi: 3.0.3
paths:
  /orders:
    post:
      callbacks:
        paid:
          '{$request.body#/url}':
            post:
              callbacks: {again: {}} # want: "callback POST {$request.body#/url}" has "callbacks", which nobody can call.
`,
    ],
  },

  check({document: {outgoing}}, report) {
    for (const {kind, node, title} of outgoing) {
      const servers = kind === 'webhook' ? node.get('servers') : undefined
      const callbacks = node.get('callbacks')
      if (servers) report({node: servers, on: 'key'}, `"${title}" has "servers", which nobody asks for.`)
      if (callbacks) report({node: callbacks, on: 'key'}, `"${title}" has "callbacks", which nobody can call.`)
    }
  },
})
