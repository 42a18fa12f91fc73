import {everyServer} from '../every-server.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow servers that are examples or on the own machine',
  why: 'A contract that is published with the address of a template or of a developer sends its readers to nobody.',
  fix: 'Write the address where the service is reached.',
  severity: 'warning',
  presets: [],
  examples: {
    valid: [
      `
openapi: 3.1.0
servers:
  - url: https://api.shop.dev/v1
  - url: /v1
`,
      // A name that only looks alike.
      `
openapi: 3.1.0
servers:
  - url: https://example.company.dev
  - url: https://localhost.shop.dev
`,
    ],
    invalid: [
      `
openapi: 3.1.0
servers:
  - url: https://api.example.com/v1 # want: The server "https://api.example.com/v1" is an example.
  - url: http://localhost:3000 # want: The server "http://localhost:3000" is on the own machine.
`,
      `
openapi: 3.0.3
paths:
  /orders:
    servers: [{url: 'https://example.org'}] # want: The server "https://example.org" is an example.
    get: {}
`,
    ],
  },

  check({document}, report) {
    for (const {url, node} of everyServer(document)) {
      const host =
        /^(?:[a-z][a-z0-9+.-]*:)?\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(url)?.[1]?.toLowerCase() ?? ''
      const at = node.get('url') ?? node
      if (/(?:^|\.)example(?:\.(?:com|org|net))?$/.test(host)) report(at, `The server "${url}" is an example.`)
      else if (/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(host))
        report(at, `The server "${url}" is on the own machine.`)
    }
  },
})
