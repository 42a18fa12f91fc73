import {type JsonNode, lintRule, type OpenApi, type Operation} from '../model.js'

export default lintRule({
  summary: 'Disallow two parameters of one name and place in one list',
  why: 'A parameter is known by its name and where it is sent. With two of them, each tool believes another one.',
  fix: 'Keep one of them; a parameter of the operation replaces one of its path without being listed twice.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      // One name in two places is two parameters.
      `
openapi: 3.1.0
paths:
  /orders/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: id, in: query, schema: {type: string}}
`,
      // The operation says more exactly what its path says in general.
      `
openapi: 3.1.0
paths:
  /orders:
    parameters:
      - {name: limit, in: query, schema: {type: integer}}
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 50}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: limit, in: query, schema: {type: string}} # want: The query parameter "limit" is in this list already.
`,
      `
openapi: 3.1.0
paths:
  /orders:
    parameters:
      - {$ref: '#/components/parameters/requestId'}
      # The names of headers have no case.
      - {name: x-request-id, in: header, schema: {type: string}} # want: The header parameter "x-request-id" is in this list already.
    get: {}
components:
  parameters:
    requestId: {name: X-Request-ID, in: header, schema: {type: string}}
`,
    ],
  },

  check({document}, report) {
    for (const list of lists(document)) {
      const first = new Map<string, JsonNode>()
      for (const use of list.children()) {
        const node = document.resolve(use)
        const name = node?.get('name')?.text
        const place = node?.get('in')?.text
        if (name === undefined || place === undefined) continue
        const id = `${place} ${place === 'header' ? name.toLowerCase() : name}`
        const other = first.get(id)
        if (!other) first.set(id, use)
        // Items that are the same to the letter are told by the structure of 3.0.
        else if (document.version !== '3.0' || JSON.stringify(other.value) !== JSON.stringify(use.value))
          report(use, `The ${place} parameter "${name}" is in this list already.`, [
            {at: other, message: 'It is there for the first time here.'},
          ])
      }
    }
  },
})

/** Each list of parameters once. */
function lists({operations, outgoing}: OpenApi): JsonNode[] {
  const found = new Map<unknown, JsonNode>()
  const add = ({node}: Pick<Operation, 'node'>) => {
    const list = node.get('parameters')
    if (list?.isArray) found.set(list.value, list)
  }
  for (const operation of [...operations, ...outgoing]) {
    add(operation.pathItem)
    add(operation)
  }
  return [...found.values()]
}
