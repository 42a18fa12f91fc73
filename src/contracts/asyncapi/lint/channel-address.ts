import {type Channel, lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow addresses with empty parameters, queries, fragments and slashes at the end',
  why: 'An empty placeholder cannot be filled in, a query belongs into the binding of the protocol, and a slash at the end is another topic that looks the same.',
  fix: 'Name the placeholder, move the query into `bindings.ws.query`, take the slash away.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
asyncapi: 3.0.0
channels:
  orders: {address: 'orders/{region}/placed'}
  root: {address: /}
  mqtt: {address: 'sensors/+/temperature'}
`,
      // In MQTT and AMQP "#" stands for the rest of a topic.
      `
asyncapi: 2.6.0
channels:
  sensors/#:
    bindings: {mqtt: {}}
  /chat: {}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
channels:
  orders: {address: 'orders/{}/placed'} # want: The address "orders/{}/placed" has a parameter without a name.
  chat: {address: /chat?room=1} # want: The address "/chat?room=1" has a query.
  paid: {address: orders/paid/} # want: The address "orders/paid/" ends in a slash.
`,
      `
asyncapi: 2.6.0
channels:
  orders/: {} # want: The address "orders/" ends in a slash.
  orders#paid: {} # want: The address "orders#paid" has a fragment.
`,
    ],
  },

  check({document: {channels, version}}, report) {
    for (const channel of channels) {
      const {name, use, node} = channel
      const written = version === '2' ? use : node.get('address')
      const address = version === '2' ? name : written?.text
      if (address === undefined || written === undefined) continue
      const at = version === '2' ? ({node: use, on: 'key'} as const) : written
      for (const problem of problemsOf(address)) report(at, `The address "${address}" ${problem}.`)
    }
  },
})

function problemsOf(address: Channel['name']): string[] {
  const problems: string[] = []
  if (/\{\s*\}/.test(address)) problems.push('has a parameter without a name')
  if (address.includes('?')) problems.push('has a query')
  // Alone in a step of the way, it is a wildcard.
  if (/(?:[^/.]#|#[^/.])/.test(address)) problems.push('has a fragment')
  if (/.\/$/.test(address)) problems.push('ends in a slash')
  return problems
}
