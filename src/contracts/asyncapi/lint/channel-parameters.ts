import {nearest} from '../../../core/suggest.js'
import {lintRule} from '../model.js'
import {namesInBraces} from '../placeholders.js'

export default lintRule({
  summary: 'Require that the parameters of a channel are those of its address',
  why: 'A placeholder that nobody describes cannot be filled in; a parameter that is in no address is never used.',
  fix: 'Describe each `{name}` of the address in `parameters`, by the same name, and remove the others.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
asyncapi: 3.0.0
channels:
  orders:
    address: orders.{region}
    parameters: {region: {$ref: '#/components/parameters/region'}}
  answers: {address: null, parameters: {region: {}}}
components:
  parameters: {region: {enum: [eu, us]}}
`,
      // The topic of Kafka is another name; the address is the key.
      `
asyncapi: 2.6.0
channels:
  orders/{region}/placed:
    parameters: {region: {schema: {type: string}}}
    bindings: {kafka: {topic: orders-placed}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
channels:
  orders:
    address: orders.{region}.{shop} # want: The address of channel "orders" has "{region}", but there is no such parameter; did you mean "regions"? | The address of channel "orders" has "{shop}", but there is no such parameter.
    parameters:
      regions: {} # want: Parameter "regions" is not in the address "orders.{region}.{shop}".
`,
      `
asyncapi: 2.6.0
channels:
  orders/{region}: # want: The address of channel "orders/{region}" has "{region}", but there is no such parameter.
    publish: {}
  payments:
    parameters:
      region: {schema: {type: string}} # want: Parameter "region" is not in the address "payments".
`,
    ],
  },

  check({document: {channels, version}}, report) {
    for (const {name, use, node} of channels) {
      const written = version === '2' ? use : node.get('address')
      const address = version === '2' ? name : written?.text
      // Without an address, what it is made of is only known at run time.
      if (address === undefined || written === undefined) continue
      const described = node.get('parameters')?.children() ?? []
      const used = new Set(namesInBraces(address))
      const spare = described.filter(parameter => !used.has(parameter.name) && !parameter.name.startsWith('x-'))
      for (const each of used) {
        if (described.some(parameter => parameter.name === each)) continue
        const near = nearest(
          each,
          spare.map(parameter => parameter.name),
        )
        const advice = near === undefined ? '.' : `; did you mean "${near}"?`
        const at = version === '2' ? ({node: use, on: 'key'} as const) : written
        report(at, `The address of channel "${name}" has "{${each}}", but there is no such parameter${advice}`)
      }
      for (const parameter of spare)
        report({node: parameter, on: 'key'}, `Parameter "${parameter.name}" is not in the address "${address}".`)
    }
  },
})
