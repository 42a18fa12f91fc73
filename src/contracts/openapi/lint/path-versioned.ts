import {versionedPath} from '../../../standard/paths.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require every path to start with /api/ and a major version',
  why: 'A version in the path can be routed by every gateway, is visible in every log, and lets two major versions live side by side. A change that breaks callers then never reaches those who did not ask for it.',
  fix: 'Put `/api/v1` (or the major version that it is) in front of the path or at the end of the server URL. Paths outside the standard belong into `lint.exemptPaths`.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
servers:
  - url: https://shop.example.com
paths:
  /api/v1/orders:
    get: {}
  /health:
    get: {}
`,
      `
openapi: 3.1.0
servers:
  - url: https://shop.example.com/api/v2/
paths:
  /orders:
    get: {}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/orders: # want: Path "/api/orders" does not start with "/api/v1/" or another major version.
    get: {}
`,
      `
openapi: 3.1.0
servers:
  - url: https://shop.example.com/v1
paths:
  /orders: # want: Path "/orders" becomes "/v1/orders" on the server "https://shop.example.com/v1" and does not start with "/api/v1/" or another major version.
    get: {}
`,
    ],
  },

  check({document}, report) {
    for (const {path, use, exempt, operations} of document.pathItems) {
      if (exempt) continue
      const told = new Set<string>()
      for (const {url, basePath} of operations.flatMap(operation => operation.servers)) {
        const whole = basePath + path
        if (versionedPath.test(whole) || told.has(whole)) continue
        told.add(whole)
        const where = basePath === '' ? '' : ` becomes "${whole}" on the server "${url}" and`
        report(use, `Path "${path}"${where} does not start with "/api/v1/" or another major version.`)
      }
    }
  },
})
