import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a description on every tag',
  why: 'A tag is a chapter of the reference; its description is all that says what the operations have in common.',
  fix: 'Say in a sentence what the operations with this tag are about.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
openapi: 3.1.0
tags: [{name: orders, description: From the cart to the delivery.}]
`,
      // From 3.2 on a summary says it, too.
      `
openapi: 3.2.0
tags: [{name: orders, summary: Orders of customers.}]
`,
    ],
    invalid: [
      `
openapi: 3.1.0
tags:
  - {name: orders} # want: The tag "orders" has no description.
  - {name: invoices, description: ' '} # want: The tag "invoices" has no description.
`,
      `
openapi: 3.0.3
tags:
  - name: orders # want: The tag "orders" has no description.
    externalDocs: {url: https://example.com/orders}
paths: {}
`,
    ],
  },

  check({document: {root}}, report) {
    for (const tag of root.get('tags')?.children() ?? []) {
      const name = tag.get('name')
      const texts = [tag.get('description')?.text, tag.get('summary')?.text]
      if (name?.text !== undefined && texts.every(text => text === undefined || text.trim() === ''))
        report(tag, `The tag "${name.text}" has no description.`)
    }
  },
})
