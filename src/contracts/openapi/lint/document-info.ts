import {type JsonNode, lintRule} from '../model.js'

const semantic = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z.-]+)?$/

export default lintRule({
  summary: 'Require a title, a semantic version, a description and an owner',
  why: 'A contract is read by people who did not write it: they need to know what it is, which state of it they hold and whom to ask. Tools need a version of OpenAPI that all of them understand.',
  fix: 'Fill in `info.title`, `info.version` (such as "1.4.0"), `info.description` and `info.contact.name`; write the document in OpenAPI 3.0 or 3.1.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
info:
  title: Orders
  version: 1.4.0
  description: Orders of customers, from the cart to the delivery.
  contact:
    name: Team Checkout
paths: {}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
info: # want: "info" has no "description". | "info" has no "contact" with the name of the owner.
  title: Orders
  version: '1.4' # want: "info.version" is "1.4", which is no semantic version such as "1.4.0".
paths: {}
`,
    ],
  },

  check({document: {version, root, info}}, report) {
    const openapi = root.get('openapi')
    if (openapi && version !== '3.0' && version !== '3.1')
      report({node: openapi, on: 'value'}, `OpenAPI "${openapi.shown}" is not in use here; write 3.0 or 3.1.`)
    if (info === undefined) return report(openapi ?? root, 'The document has no "info".')
    for (const name of ['title', 'description'])
      if (isBlank(info.get(name))) report(info.get(name) ?? info, `"info" has no "${name}".`)
    const number = info.get('version')
    if (number === undefined) report(info, '"info" has no "version".')
    else if (!semantic.test(number.shown))
      report(
        number,
        `"info.version" is "${number.shown}", which is no semantic version such as "${completed(number)}".`,
      )
    const contact = info.get('contact')
    if (contact === undefined) report(info, '"info" has no "contact" with the name of the owner.')
    else if (isBlank(contact.get('name')))
      report(contact.get('name') ?? contact, '"info.contact" has no "name": who owns this API?')
  },
})

function isBlank(node: JsonNode | undefined): boolean {
  return node?.text === undefined || node.text.trim() === ''
}

/** `1.4` becomes `1.4.0`, `v2` becomes `2.0.0`. */
function completed({shown}: JsonNode): string {
  const numbers = shown.match(/\d+/g)?.map(Number) ?? [1]
  return [...numbers, 0, 0].slice(0, 3).join('.')
}
