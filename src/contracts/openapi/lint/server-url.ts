import {everyServer} from '../every-server.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow a slash, a query or a fragment at the end of server URLs',
  why: 'Paths begin with a slash and are appended as they are: "https://api.example.com/" and "/orders" become an address with two slashes, and what follows a "?" is lost.',
  fix: 'End the URL before the slash, the "?" or the "#".',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
openapi: 3.1.0
servers:
  - url: https://api.example.com
  - url: https://api.example.com/orders
`,
      // The slash alone is what holds when there are no servers.
      `
openapi: 3.1.0
servers:
  - url: /
  - url: https://{region}.example.com/{base}
    variables: {region: {default: eu}, base: {default: v1/}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
servers:
  - url: https://api.example.com/ # want: The URL "https://api.example.com/" ends in a slash.
  - url: /api/v1/ # want: The URL "/api/v1/" ends in a slash.
`,
      `
openapi: 3.0.3
paths:
  /orders:
    servers:
      - url: https://api.example.com?tenant=a # want: The URL "https://api.example.com?tenant=a" has a query or a fragment.
    get: {}
`,
    ],
  },

  check({document}, report) {
    for (const {url, node} of everyServer(document)) {
      const at = node.get('url') ?? node
      if (/[?#]/.test(url)) report(at, `The URL "${url}" has a query or a fragment.`)
      else if (url !== '/' && url.endsWith('/')) report(at, `The URL "${url}" ends in a slash.`)
    }
  },
})
