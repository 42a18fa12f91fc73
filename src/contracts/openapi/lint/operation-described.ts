import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a summary or a description, and a tag, on every operation',
  why: 'Method and path say where, not what for. Without words readers guess; without a tag the operation has no chapter in the reference.',
  fix: 'Write a `summary`, and one of the tags of the document under `tags`.',
  severity: 'warning',
  presets: ['recommended'],
  within: 'shared/documented',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths: {/orders: {get: {summary: All orders, tags: [orders]}, post: {description: Makes an order., tags: [orders]}}}
`,
      // A webhook belongs to no chapter.
      `
openapi: 3.1.0
webhooks: {paid: {post: {summary: An order was paid}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get: {tags: [orders]} # want: "GET /orders" has no summary and no description.
    post: {summary: Make an order} # want: "POST /orders" has no tag.
`,
      // Blanks are no words; the summary of the path is that of no operation.
      `
openapi: 3.0.3
paths:
  /orders:
    summary: Orders
    get: {summary: ' ', tags: []} # want: "GET /orders" has no summary and no description, and no tag.
`,
    ],
  },

  check({document: {operations, outgoing}}, report) {
    for (const {node, title, kind, tags} of [...operations, ...outgoing]) {
      const isSilent = ['summary', 'description'].every(name => !node.get(name)?.text?.trim())
      const lacks = [
        ...(isSilent ? ['no summary and no description'] : []),
        ...(kind === 'path' && tags.every(tag => tag.trim() === '') ? ['no tag'] : []),
      ]
      if (lacks.length > 0) report(node, `"${title}" has ${lacks.join(', and ')}.`)
    }
  },
})
