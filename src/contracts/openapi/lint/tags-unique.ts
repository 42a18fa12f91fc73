import {type JsonNode, lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow tags that are there twice',
  why: 'The name of a tag is how it is found: of two descriptions of one name, one is lost.',
  fix: 'Keep one of them.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.1.0
tags:
  - {name: orders}
  - {name: invoices}
paths:
  /orders:
    get: {tags: [orders, invoices]}
    post: {tags: [orders]}
`,
      // Names have a case.
      `
openapi: 3.1.0
tags:
  - {name: orders}
  - {name: Orders}
paths: {}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
tags:
  - {name: orders, description: Orders of customers.}
  - {name: invoices}
  - {name: orders} # want: The tag "orders" is described twice.
paths: {}
`,
      `
openapi: 3.1.0
paths:
  /orders:
    get:
      tags:
        - orders
        - orders # want: "GET /orders" has the tag "orders" twice.
`,
    ],
  },

  check({document: {root, operations, outgoing}}, report) {
    for (const {at, other, name} of repeated(root.get('tags')?.children() ?? [], tag => tag.get('name')?.text))
      report(at, `The tag "${name}" is described twice.`, [{at: other, message: 'It is described here, too.'}])
    for (const {node, title} of [...operations, ...outgoing])
      for (const {at, name} of repeated(node.get('tags')?.children() ?? [], tag => tag.text))
        report(at, `"${title}" has the tag "${name}" twice.`)
  },
})

function repeated(nodes: readonly JsonNode[], nameOf: (node: JsonNode) => string | undefined) {
  const first = new Map<string, JsonNode>()
  return nodes.flatMap(at => {
    const name = nameOf(at)
    const other = name === undefined ? undefined : first.get(name)
    if (name === undefined) return []
    if (other) return {at, other, name}
    first.set(name, at)
    return []
  })
}
