import {type JsonNode, lintRule, type Server} from '../model.js'

/** Addresses that a server with variables is tried with, at most. */
const mostAddresses = 100

export default lintRule({
  summary: 'Require https for servers',
  why: 'What goes over http can be read and changed on the way, tokens included. A contract that offers it will be used over it.',
  fix: 'Write `https://`, or an address without a scheme; `http://` is for localhost only.',
  severity: 'error',
  security: 'high',
  presets: ['standard', 'recommended'],
  examples: {
    valid: [
      `
openapi: 3.1.0
servers:
  - url: https://api.example.com
  - url: /api/v1
  - url: http://localhost:3000
  - url: http://127.0.0.1:3000/api
`,
      `
openapi: 3.1.0
servers:
  - url: '{scheme}://{host}/api'
    variables:
      scheme: {default: https}
      host: {default: api.example.com}
  - url: 'http://{host}:3000'
    variables: {host: {default: localhost, enum: [localhost, '[::1]', app.localhost]}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
servers:
  - url: http://api.example.com # want: Server "http://api.example.com" is not https.
paths:
  /api/v1/orders:
    servers: [{url: 'ws://api.example.com'}] # want: Server "ws://api.example.com" is not https.
    get:
      operationId: listOrders
    post:
      servers: [{url: 'http://localhost.example.com'}] # want: Server "http://localhost.example.com" is not https.
`,
      `
openapi: 3.1.0
servers:
  - url: '{scheme}://api.example.com' # want: Server "{scheme}://api.example.com" can be "http://api.example.com", which is not https.
    variables:
      scheme: {default: https, enum: [https, http]}
`,
    ],
  },

  check({document: {servers, operations}}, report) {
    const seen = new Set<unknown>()
    for (const {url, node} of [...servers, ...operations.flatMap(operation => operation.servers)]) {
      if (seen.has(node.value)) continue
      seen.add(node.value)
      const open = addressesOf({url, node}).find(isOpen)
      if (open === undefined) continue
      const can = open === beginning(url) ? 'is not https' : `can be "${open}", which is not https`
      report(node.get('url') ?? node, `Server "${url}" ${can}.`)
    }
  },
})

/** The part before the path. */
function beginning(url: string): string {
  return /^(?:[^/?#]*\/\/)?[^/?#]*/.exec(url)?.[0] ?? url
}

/** The beginning of the URL with each value that its variables may have. */
function addressesOf({url, node}: Pick<Server, 'url' | 'node'>): readonly string[] {
  let addresses: readonly string[] = [beginning(url)]
  for (const [whole, name = ''] of beginning(url).matchAll(/\{([^{}]+)\}/g)) {
    const values = valuesOf(node.at('variables', name))
    if (values.length > 0)
      addresses = addresses.flatMap(address => values.map(value => address.replace(whole, () => value)))
    addresses = addresses.slice(0, mostAddresses)
  }
  return addresses
}

function valuesOf(variable: JsonNode | undefined): readonly string[] {
  const listed = [variable?.get('default'), ...(variable?.get('enum')?.children() ?? [])]
  return [...new Set(listed.flatMap(value => (value === undefined ? [] : value.shown)))]
}

function isOpen(address: string): boolean {
  const [, scheme = '', host = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(beginning(address)) ?? []
  if (scheme === '' || scheme.toLowerCase() === 'https') return false
  const name = host.replace(/^.*@/, '').replace(/:\d*$/, '').toLowerCase()
  const isLocal =
    name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d+){3}$/.test(name)
  return !(isLocal && scheme.toLowerCase() === 'http')
}
