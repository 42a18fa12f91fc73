import {type JsonNode, lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a description, an owner and a license of the document',
  why: 'Events are read by teams that never met the one that sends them: they have to know what it is about, whom to ask, and under which terms they may use it.',
  fix: 'Fill in `info.description`, `info.contact` with a name and an address, and `info.license` with a name and a URL.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
asyncapi: 3.0.0
info:
  title: Orders
  version: 1.0.0
  description: What happens to orders.
  contact: {name: Team Checkout, email: checkout@example.com}
  license: {name: MIT, url: https://example.com/license}
`,
      // One way to reach somebody is enough.
      `
asyncapi: 2.6.0
info:
  title: Orders
  version: 1.0.0
  description: What happens to orders.
  contact: {name: Team Checkout, url: https://example.com/checkout}
  license: {name: MIT, url: https://example.com/license}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
info: # want: "info" has no "description". | "info" has no "contact". | "info" has no "license".
  title: Orders
  version: 1.0.0
`,
      `
asyncapi: 2.6.0
info:
  title: Orders
  version: 1.0.0
  description: '' # want: "info" has no "description".
  contact: {name: Team Checkout} # want: "info.contact" has neither "email" nor "url".
  license: {name: MIT} # want: "info.license" has no "url".
`,
    ],
  },

  check({document: {root}}, report) {
    const info = root.get('info')
    if (!info?.isObject) return
    const has = (holder: JsonNode, name: string) => Boolean(holder.get(name)?.text?.trim())
    if (!has(info, 'description')) report(info.get('description') ?? info, '"info" has no "description".')
    const contact = info.get('contact')
    if (!contact) report(info, '"info" has no "contact".')
    else {
      if (!has(contact, 'name')) report(contact, '"info.contact" has no "name".')
      if (!has(contact, 'email') && !has(contact, 'url'))
        report(contact, '"info.contact" has neither "email" nor "url".')
    }
    const license = info.get('license')
    if (!license) report(info, '"info" has no "license".')
    else if (!has(license, 'url')) report(license, '"info.license" has no "url".')
  },
})
