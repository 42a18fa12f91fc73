import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow passwords in the addresses of servers',
  why: "A password in a contract is everybody's: it is read by whoever reads the contract, and stays in the history of the repository.",
  fix: 'Take it out of the address, withdraw it at the broker, and describe how clients log in under `security`.',
  severity: 'error',
  security: 'high',
  presets: ['standard', 'recommended'],
  examples: {
    valid: [
      // A user alone is no secret, and a variable is filled in by the client.
      `
asyncapi: 2.6.0
servers:
  production: {url: 'amqps://shop@broker.example.com:5671', protocol: amqps}
  other: {url: 'amqps://{user}:{password}@broker.example.com', protocol: amqps, variables: {user: {}, password: {}}}
`,
      // What looks like a user in a path is none.
      `
asyncapi: 3.0.0
servers:
  chat: {host: 'chat.example.com:443', pathname: '/rooms:all/@members', protocol: wss}
`,
    ],
    invalid: [
      `
asyncapi: 2.6.0
servers:
  production: {url: 'amqps://shop:secret@broker.example.com', protocol: amqps} # want: The url of this server has a password in it.
  other: {url: 'one.example.com:9092,two.example.com:9092', protocol: kafka-secure}
`,
      `
asyncapi: 3.0.0
servers:
  production: {host: 'shop:p%40ss@broker.example.com:9092', protocol: kafka-secure} # want: The host of this server has a password in it.
`,
    ],
  },

  check({document: {servers}}, report) {
    for (const {addresses} of servers)
      for (const address of addresses) {
        const [, password] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/@]*?:([^/@]+)@/i.exec(address.text ?? '') ?? []
        if (password !== undefined && !/^\{[^{}]+\}$/.test(password))
          report(address, `The ${address.name} of this server has a password in it.`)
      }
  },
})
