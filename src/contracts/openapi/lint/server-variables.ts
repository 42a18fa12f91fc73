import {didYouMean} from '../../../core/suggest.js'
import {everyServer} from '../every-server.js'
import {type JsonNode, lintRule} from '../model.js'

export default lintRule({
  summary: 'Require every variable of a server URL to be described, used, and to have a default that its enum lists',
  why: 'A client fills in the variables of the URL before its first request. One that is not described has no value, so the server can not be reached.',
  fix: 'Describe the variable under `variables` of the server with a `default`, or take it out of the URL.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.1.0
servers:
  - url: https://{region}.example.com/{base}
    variables:
      region: {default: eu, enum: [eu, us]}
      base: {default: api}
`,
      `
openapi: 3.1.0
servers:
  - url: /
paths:
  /orders:
    servers:
      - url: https://orders.example.com
`,
    ],
    invalid: [
      `
openapi: 3.1.0
servers:
  - url: https://{region}.example.com:{port} # want: The variable "port" of the URL is not described.
    variables:
      region:
        enum: [eu, us]
        default: asia # want: The default "asia" of the variable "region" is not in its enum: eu, us.
      host: # want: The variable "host" is not in the URL "https://{region}.example.com:{port}".
        default: api
`,
      `
openapi: 3.0.3
paths:
  /orders:
    servers:
      - url: https://{regoin}.example.com # want: The variable "regoin" of the URL is not described. Did you mean "region"?
        variables:
          region: {default: eu} # want: The variable "region" is not in the URL "https://{regoin}.example.com".
    get: {}
`,
    ],
  },

  check({document}, report) {
    for (const {url, node} of everyServer(document)) {
      const used = new Set([...url.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name))
      const variables = node.get('variables')?.children() ?? []
      const names = variables.map(({name}) => name)
      for (const name of used)
        if (!names.includes(name))
          report(
            node.get('url') ?? node,
            `The variable "${name}" of the URL is not described.${didYouMean(name, names)}`,
          )
      for (const variable of variables) {
        if (!used.has(variable.name))
          report({node: variable, on: 'key'}, `The variable "${variable.name}" is not in the URL "${url}".`)
        checkDefault(variable, report)
      }
    }
  },
})

function checkDefault(variable: JsonNode, report: Parameters<ReturnType<typeof lintRule>['check']>[1]) {
  const values = variable.get('enum')?.children() ?? []
  const initial = variable.get('default')
  if (!initial || values.length === 0 || values.some(({value}) => value === initial.value)) return
  const list = values.map(({shown}) => shown).join(', ')
  report(initial, `The default "${initial.shown}" of the variable "${variable.name}" is not in its enum: ${list}.`)
}
