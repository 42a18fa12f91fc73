import {type JsonNode, lintRule, type OpenApi} from '../model.js'

export default lintRule({
  summary: 'Require of every example either a value or an address of one',
  why: 'An example is in the document or elsewhere. With neither, there is a title and nothing to show. With both, tools differ in which they show, and the two differ sooner or later.',
  fix: 'Write `value` or `externalValue`, not both; an empty value is written, too: `value: null`, `value: ""`.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.1.0
components:
  examples:
    small: {value: {total: 1}}
    large: {externalValue: 'https://example.com/large.json'}
`,
      // What an example says of itself is not looked at: it is a value.
      `
openapi: 3.1.0
components:
  examples:
    odd: {value: {value: 1, externalValue: 2}}
    empty: {value: null}
`,
    ],
    invalid: [
      `
openapi: 3.0.3
components:
  examples:
    large: # want: Example "large" has both "value" and "externalValue"; keep one.
      value: {total: 1}
      externalValue: https://example.com/large.json
`,
      `
openapi: 3.0.3
paths:
  /orders:
    get:
      responses:
        '200':
          description: The orders.
          content:
            application/json:
              examples:
                none: # want: Example "none" has both "value" and "externalValue"; keep one.
                  value: []
                  externalValue: https://example.com/none.json
                empty: {summary: No orders} # want: Example "empty" has neither "value" nor "externalValue".
`,
    ],
  },

  check({document}, report) {
    for (const example of examplesOf(document)) {
      const held = members.filter(name => example.get(name) !== undefined)
      if (example.isObject && held.length === 0)
        report({node: example, on: 'key'}, `Example "${example.name}" has neither "value" nor "externalValue".`)
      // From 3.1 on openapi/structure tells of it, as of the other members that exclude each other.
      else if (document.version === '3.0' && example.get('value') && example.get('externalValue'))
        report({node: example, on: 'key'}, `Example "${example.name}" has both "value" and "externalValue"; keep one.`)
    }
  },
})

/** What an example may hold; the last two from 3.2 on. */
const members = ['value', 'externalValue', 'dataValue', 'serializedValue']

/** Examples of media types, parameters and headers, each once and where it is written. */
function examplesOf(document: OpenApi): JsonNode[] {
  const {operations, outgoing, root} = document
  const holders = [...operations, ...outgoing].flatMap(({parameters, requestBody, responses}) => [
    ...parameters,
    ...(requestBody?.content ?? []),
    ...responses.flatMap(({headers, content}) => [...headers, ...content]),
  ])
  const shared = root.at('components', 'examples')
  const all = [...(shared?.children() ?? []), ...holders.flatMap(({node}) => node.get('examples')?.children() ?? [])]
  return [...new Map(all.map(example => [example.value, example])).values()].filter(({ref}) => ref === undefined)
}
