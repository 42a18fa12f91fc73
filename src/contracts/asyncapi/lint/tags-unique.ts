import {type JsonNode, lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow tags that are there twice',
  why: 'The name of a tag is how things are grouped and found: of two descriptions of one name, one is lost.',
  fix: 'Keep one of them.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      // Names have a case, and several may have the same tag.
      `
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0, tags: [{name: orders}, {name: Orders}]}
channels:
  orders: {address: orders, tags: [{$ref: '#/components/tags/sales'}]}
  returns: {address: returns, tags: [{$ref: '#/components/tags/sales'}]}
components: {tags: {sales: {name: sales}}}
`,
      `
asyncapi: 2.6.0
tags: [{name: orders}]
channels:
  orders: {publish: {tags: [{name: orders}], message: {tags: [{name: orders}]}}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
channels:
  orders:
    address: orders
    tags:
      - {$ref: '#/components/tags/sales'}
      - {name: sales} # want: The tag "sales" is there twice.
components: {tags: {sales: {name: sales}}}
`,
      `
asyncapi: 2.6.0
tags:
  - {name: orders}
  - {name: orders, description: What customers bought.} # want: The tag "orders" is there twice.
channels:
  orders:
    publish:
      message:
        tags: [{name: paid}, {name: paid}] # want: The tag "paid" is there twice.
`,
    ],
  },

  check({document}, report) {
    const {root, references, servers, channels, operations, messages} = document
    const holders = [...servers, ...channels, ...operations, ...messages].map(({node}) => node)
    const lists = [root.get('tags'), root.at('info', 'tags'), ...holders.map(node => node.get('tags'))]
    for (const list of lists) {
      const first = new Map<string, JsonNode>()
      for (const tag of list?.isArray ? list.children() : []) {
        const name = references.resolve(tag)?.get('name')?.text
        if (name === undefined) continue
        const other = first.get(name)
        if (other) report(tag, `The tag "${name}" is there twice.`, [{at: other, message: 'It is here, too.'}])
        else first.set(name, tag)
      }
    }
  },
})
