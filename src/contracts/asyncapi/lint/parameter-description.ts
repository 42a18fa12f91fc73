import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a description of every parameter of an address',
  why: 'A parameter decides which events somebody gets. What values it takes and where they come from is nowhere else.',
  fix: 'Write a `description` that says what the value stands for.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
asyncapi: 3.0.0
channels:
  orders: {address: 'orders.{region}', parameters: {region: {$ref: '#/components/parameters/region'}}}
components: {parameters: {region: {description: Where the shop is.}}}
`,
      // In 2.x the schema may say it.
      `
asyncapi: 2.6.0
channels:
  orders/{region}: {parameters: {region: {schema: {type: string, description: Where the shop is.}}}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
channels:
  orders: {address: 'orders.{region}', parameters: {region: {$ref: '#/components/parameters/region'}}}
  returns: {address: 'returns.{region}', parameters: {region: {$ref: '#/components/parameters/region'}}}
components:
  parameters:
    region: {enum: [eu, us]} # want: Parameter "region" has no description.
`,
      `
asyncapi: 2.6.0
channels:
  orders/{region}:
    parameters:
      region: {schema: {type: string}} # want: Parameter "region" has no description.
`,
    ],
  },

  check({document: {root, channels, references}}, report) {
    const holders = [root.get('components'), ...channels.map(({node}) => node)]
    const seen = new Set<unknown>()
    for (const use of holders.flatMap(holder => holder?.get('parameters')?.children() ?? [])) {
      const node = references.resolve(use)
      if (!node?.isObject || use.name.startsWith('x-') || seen.has(node.value)) continue
      seen.add(node.value)
      const schema = node.get('schema')
      const texts = [node, ...(schema ? [references.resolve(schema)] : [])].map(each => each?.get('description')?.text)
      if (!texts.some(text => text?.trim())) report({node, on: 'key'}, `Parameter "${node.name}" has no description.`)
    }
  },
})
