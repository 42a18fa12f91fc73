import {lintRule} from '../model.js'
import {uncovered} from '../uncovered.js'

const proving = new Set(['jwt', 'key-auth', 'key-auth-enc', 'oauth2', 'openid-connect', 'mtls-auth', 'jwt-signer'])

export default lintRule({
  summary: 'Require every service of Kong to ask who calls, unless it is tagged as public',
  why: 'What the gateway does not ask for, nobody asks for: a service that was added in a hurry is open to everybody until somebody notices.',
  fix: 'Add `jwt`, `key-auth`, `oauth2`, `openid-connect` or `mtls-auth` to the service or its routes; what is meant for everybody gets the tag `public`. Keys are sent in `X-API-Key`.',
  severity: 'error',
  security: 'critical',
  examples: {
    valid: [
      `
_format_version: "3.0"
services:
  - name: orders
    plugins: [{name: jwt}]
  - name: catalogue
    tags: [public]
  - name: users
    routes:
      - {name: login, tags: [public]}
      - {name: users, plugins: [{name: key-auth, config: {key_names: [x-api-key]}}]}
`,
      // One for all, or by the name of the service.
      `
_format_version: "3.0"
services: [{name: orders, routes: [{name: orders}]}]
plugins: [{name: openid-connect, config: {issuer: 'https://id.example.com'}}]
`,
    ],
    invalid: [
      // Basic authentication is none of the standard, and neither is a list of addresses.
      `
_format_version: "3.0"
services:
  - name: orders # want: Service "orders" asks nobody who calls.
    plugins: [{name: basic-auth}, {name: ip-restriction}]
  - name: users
    routes:
      - name: login # want: Route "login" asks nobody who calls.
      - {name: users, plugins: [{name: jwt}]}
`,
      `
_format_version: "3.0"
services:
  - name: orders
    plugins:
      - name: key-auth # want: "key-auth" looks for the key in "apikey"; write "key_names: [X-API-Key]".
  - name: users
    plugins:
      - name: key-auth
        config:
          key_names: [token] # want: "key-auth" looks for the key in "token"; write "key_names: [X-API-Key]".
          anonymous: guest # want: "key-auth" lets those in who prove nothing, as "guest".
`,
    ],
  },

  check({document: {kong}}, report) {
    if (!kong) return
    const isPublic = ({tags}: {readonly tags: readonly string[]}) => tags.includes('public')
    for (const {title, node} of uncovered(kong, ({name}) => proving.has(name), isPublic))
      report(node.get('name') ?? node, `${title} asks nobody who calls.`)
    for (const {name, node, config} of kong.plugins) {
      if (!proving.has(name) || node.get('enabled')?.value === false) continue
      const anonymous = config?.get('anonymous')
      if (anonymous?.text) report(anonymous, `"${name}" lets those in who prove nothing, as "${anonymous.text}".`)
      if (name !== 'key-auth') continue
      const names = config?.get('key_names')
      const shown = names?.children().map(each => each.shown) ?? ['apikey']
      if (shown.some(each => each.toLowerCase() !== 'x-api-key'))
        report(
          names ?? node.get('name') ?? node,
          `"key-auth" looks for the key in ${shown.map(each => `"${each}"`).join(', ')}; write "key_names: [X-API-Key]".`,
        )
    }
  },
})
