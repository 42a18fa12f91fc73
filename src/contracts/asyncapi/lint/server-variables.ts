import {nearest} from '../../../core/suggest.js'
import {lintRule} from '../model.js'
import {namesInBraces} from '../placeholders.js'

export default lintRule({
  summary: 'Require that the variables of a server are those of its address, with defaults that they allow',
  why: 'A variable that is not described cannot be filled in; one whose default is not in its list gives an address that is none.',
  fix: 'Describe each `{name}` of the address in `variables`, by the same name; choose a default of the list.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
asyncapi: 3.0.0
servers:
  production:
    host: '{region}.example.com'
    pathname: /{stage}
    protocol: kafka-secure
    variables: {region: {enum: [eu, us], default: eu}, stage: {$ref: '#/components/serverVariables/stage'}}
components: {serverVariables: {stage: {default: live}}}
`,
      `
asyncapi: 2.6.0
servers:
  production: {url: 'broker.example.com:{port}', protocol: amqps, variables: {port: {enum: ['5671'], default: '5671'}}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
servers:
  production:
    host: '{region}.example.com' # want: Server "production" has "{region}" in its address, but there is no such variable; did you mean "regions"?
    protocol: kafka-secure
    variables:
      regions: {default: eu} # want: Variable "regions" is not in the address of server "production".
`,
      `
asyncapi: 2.6.0
servers:
  production:
    url: broker.example.com:{port}
    protocol: amqps
    variables:
      port:
        enum: ['5671']
        default: '5672' # want: The default "5672" of variable "port" is not in its list.
`,
    ],
  },

  check({document: {servers, references}}, report) {
    for (const {title, node, addresses} of servers) {
      const variables = (node.get('variables')?.children() ?? []).filter(({name}) => !name.startsWith('x-'))
      const used = new Set(addresses.flatMap(({text = ''}) => namesInBraces(text)))
      const spare = variables.filter(({name}) => !used.has(name))
      for (const name of used) {
        if (variables.some(variable => variable.name === name)) continue
        const near = nearest(
          name,
          spare.map(variable => variable.name),
        )
        const advice = near === undefined ? '.' : `; did you mean "${near}"?`
        const at = addresses.find(({text = ''}) => namesInBraces(text).includes(name)) ?? node
        report(at, `${title} has "{${name}}" in its address, but there is no such variable${advice}`)
      }
      const server = `s${title.slice(1)}`
      for (const variable of spare)
        report({node: variable, on: 'key'}, `Variable "${variable.name}" is not in the address of ${server}.`)
      for (const variable of variables) {
        const described = references.resolve(variable)
        const list = described?.get('enum')
        const value = described?.get('default')
        if (value && list?.isArray && !list.children().some(item => item.value === value.value))
          report(value, `The default "${value.shown}" of variable "${variable.name}" is not in its list.`)
      }
    }
  },
})
