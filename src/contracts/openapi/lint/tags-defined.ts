import {didYouMean} from '../../../core/suggest.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require every tag of an operation to be described',
  why: 'Tags are the chapters of the reference. One that is not in the list has no text and no place in the order, and is mostly another one misspelt.',
  fix: 'List the tag under `tags` of the document, or correct its name.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
openapi: 3.1.0
tags: [{name: orders}]
paths: {/orders: {get: {tags: [orders]}}}
`,
      // A tag may be described that no operation has yet.
      `
openapi: 3.1.0
tags: [{name: orders}, {name: invoices}]
paths: {/orders: {get: {}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
tags: [{name: orders}]
paths:
  /orders:
    get:
      tags: [order] # want: The tag "order" is not described. Did you mean "orders"?
    post:
      tags: [order]
`,
      `
openapi: 3.0.3
paths:
  /orders:
    get:
      tags:
        - orders # want: The tag "orders" is not described.
        - internal # want: The tag "internal" is not described.
`,
    ],
  },

  check({document: {root, operations, outgoing}}, report) {
    const names = (root.get('tags')?.children() ?? []).flatMap(tag => tag.get('name')?.text ?? [])
    const known = new Set(names)
    // Told once, where it is first: the others are mended with it.
    for (const {node} of [...operations, ...outgoing])
      for (const tag of node.get('tags')?.children() ?? []) {
        if (tag.text === undefined || known.has(tag.text)) continue
        known.add(tag.text)
        report(tag, `The tag "${tag.text}" is not described.${didYouMean(tag.text, names)}`)
      }
  },
})
