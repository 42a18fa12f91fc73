import {lintRule, type Server} from '../model.js'

export default lintRule({
  summary: 'Require addresses of servers that clients can use as they stand',
  why: 'A host with a scheme is looked up as a name and not found; a slash at the end doubles with the first of the channel.',
  fix: 'Write `host` without scheme and path (3.x), name each variable, and drop the slash at the end.',
  severity: 'warning',
  presets: ['standard', 'recommended'],
  examples: {
    valid: [
      `
asyncapi: 3.0.0
servers:
  production: {host: 'broker.example.com:9092', protocol: kafka-secure}
  chat: {host: '{region}.example.com', pathname: /v1, protocol: wss, variables: {region: {default: eu}}}
`,
      // From 2.x a URL may have no scheme, and several brokers may stand in one.
      `
asyncapi: 2.6.0
servers:
  production: {url: 'mqtts://broker.example.com/v1', protocol: mqtts}
  kafka: {url: 'one.example.com:9092,two.example.com:9092', protocol: kafka-secure}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
servers:
  production:
    host: https://broker.example.com/v1 # want: The host "https://broker.example.com/v1" has a scheme; that is what "protocol" says. | The host "https://broker.example.com/v1" has a path; write it into "pathname".
    protocol: https
  chat: {host: chat.example.com, pathname: '/{}/', protocol: wss} # want: The pathname "/{}/" has a variable without a name. | The pathname "/{}/" ends in a slash.
`,
      `
asyncapi: 2.6.0
servers:
  other: {url: broker.example.com/, protocol: amqps} # want: The url "broker.example.com/" ends in a slash.
`,
    ],
  },

  check({document: {servers}}, report) {
    for (const {addresses} of servers)
      for (const address of addresses)
        for (const problem of problemsOf(address)) report(address, `The ${address.name} "${address.shown}" ${problem}.`)
  },
})

function problemsOf({name, text = ''}: Server['node']): string[] {
  const problems: string[] = []
  const rest = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
  if (name === 'host' && rest !== text) problems.push('has a scheme; that is what "protocol" says')
  if (name === 'host' && rest.includes('/')) problems.push('has a path; write it into "pathname"')
  if (/\{\s*\}/.test(text)) problems.push('has a variable without a name')
  if (name !== 'host' && /.\/$/.test(text)) problems.push('ends in a slash')
  return problems
}
