import {lintRule} from '../model.js'

/** Protocols that send everything in the open, and what their encrypted twins are called. */
const twins: Readonly<Record<string, string>> = {
  http: 'https',
  ws: 'wss',
  kafka: 'kafka-secure',
  amqp: 'amqps',
  mqtt: 'mqtts',
  mqtt5: 'mqtts',
  stomp: 'stomps',
  jms: 'jms over TLS',
  redis: 'rediss',
}

export default lintRule({
  summary: 'Require servers that encrypt',
  why: 'Events carry orders, addresses and money. Without TLS whoever sits between reads them and may write their own.',
  fix: 'Turn on TLS at the broker, and name the protocol that says so.',
  severity: 'warning',
  security: 'high',
  presets: ['recommended'],
  examples: {
    valid: [
      `
asyncapi: 3.0.0
servers:
  production: {host: broker.example.com, protocol: kafka-secure}
  own: {host: 'localhost:9092', protocol: kafka}
`,
      // The URL says it, or the client proves itself with a certificate, which needs TLS.
      `
asyncapi: 2.6.0
servers:
  one: {url: 'mqtts://broker.example.com', protocol: mqtt}
  two: {url: broker.example.com, protocol: kafka, security: [{certificate: []}]}
components: {securitySchemes: {certificate: {type: X509}}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
servers:
  production:
    host: broker.example.com
    protocol: kafka # want: Server "production" speaks "kafka" without encryption; use "kafka-secure".
`,
      `
asyncapi: 2.6.0
servers:
  production:
    url: localhost.example.com
    protocol: ws # want: Server "production" speaks "ws" without encryption; use "wss".
`,
    ],
  },

  check({document: {root, servers, references}}, report) {
    for (const {title, addresses, protocol, node} of servers) {
      const name = protocol?.text ?? ''
      const twin = Object.hasOwn(twins, name) ? twins[name] : undefined
      const [address = ''] = addresses.map(({text = ''}) => text)
      if (!protocol || twin === undefined || isOwn(address) || isEncrypted(address)) continue
      const schemes = (node.get('security')?.children() ?? []).flatMap(use => {
        const named = use.isObject && use.ref === undefined ? Object.keys(use.value as object) : []
        const found = named.flatMap(each => root.at('components', 'securitySchemes', each) ?? [])
        return [use, ...found].flatMap(each => references.resolve(each)?.get('type')?.text ?? [])
      })
      if (!schemes.includes('X509')) report(protocol, `${title} speaks "${name}" without encryption; use "${twin}".`)
    }
  },
})

function isOwn(address: string): boolean {
  const host = address.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?:[:/]|$)/i.test(host)
}

function isEncrypted(address: string): boolean {
  return /^(?:https|wss|amqps|mqtts|secure-mqtt|stomps|rediss|kafka-secure):\/\//i.test(address)
}
