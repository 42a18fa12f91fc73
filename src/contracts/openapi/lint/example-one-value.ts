import {type JsonNode, lintRule, type OpenApi} from '../model.js'

export default lintRule({
  summary: 'Disallow examples with both a value and an address of one',
  why: 'An example is in the document or elsewhere. With both, tools differ in which they show, and the two differ sooner or later.',
  fix: 'Keep `value`, or keep `externalValue`.',
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
`,
    ],
    invalid: [
      `
openapi: 3.1.0
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
`,
    ],
  },

  check({document}, report) {
    // From 3.2 on openapi/structure tells of it, as of the other members that exclude each other.
    if (document.version === '3.2') return
    for (const example of examplesOf(document))
      if (example.get('value') && example.get('externalValue'))
        report({node: example, on: 'key'}, `Example "${example.name}" has both "value" and "externalValue"; keep one.`)
  },
})

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
