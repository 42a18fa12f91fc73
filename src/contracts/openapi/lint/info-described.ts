import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a description and a contact in info',
  why: 'Who finds the contract has to learn what the service is for and whom to ask.',
  fix: 'Write `info.description`, and `info.contact` with a name and an address.',
  severity: 'warning',
  presets: ['recommended'],
  within: 'openapi/document-info',
  examples: {
    valid: [
      `
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, description: Takes orders., contact: {name: Shop}}
`,
      // Any of the members of a contact tells whom to ask.
      `
openapi: 3.0.3
info: {title: Orders, version: 1.0.0, description: Takes orders., contact: {email: shop@example.com}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
info: # want: "info" has no description. | "info" has no contact.
  title: Orders
  version: 1.0.0
`,
      // An empty contact is none.
      `
openapi: 3.0.3
info: # want: "info" has no contact.
  title: Orders
  version: 1.0.0
  description: Takes orders.
  contact: {}
`,
    ],
  },

  check({document: {info}}, report) {
    if (!info) return
    const at = {node: info, on: 'key'} as const
    if (!info.get('description')?.text?.trim()) report(at, '"info" has no description.')
    if (!['name', 'url', 'email'].some(name => info.at('contact', name)?.text?.trim()))
      report(at, '"info" has no contact.')
  },
})
