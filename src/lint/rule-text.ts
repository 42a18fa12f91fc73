/** What a new rule is like before anybody changes it: it disallows names that end in a number. */
interface Beginning {
  readonly what: string
  readonly valid: string
  readonly invalid: string
  readonly check: string
  /** The type that mesh gives to such rules. */
  readonly type: string
}

const openapi = (operation: string) => `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /api/v1/orders:
    get:
      ${operation}
`

const asyncapi = (message: string) => `asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
components:
  messages:
    ${message}
      payload: {type: object}
`

const parameter = (name: string) => openapi(`parameters:\n        - {in: query, schema: {type: string}, name: ${name}`)

const checkNames = `    for (const {name, what, at} of document.api.names)
      if (/\\d$/.test(name)) report(at, \`The name of \${what} "\${name}" ends in a number.\`)`

const beginnings: Readonly<Record<string, Beginning>> = {
  openapi: {
    what: 'operationIds',
    valid: openapi('operationId: listOrders'),
    invalid: openapi('operationId: listOrders2 # want: The operationId "listOrders2" ends in a number.'),
    check: `    for (const {operationId} of document.operations)
      if (operationId && /\\d$/.test(operationId.text ?? ''))
        report(operationId, \`The operationId "\${operationId.text}" ends in a number.\`)`,
    type: 'OpenApiRule',
  },
  asyncapi: {
    what: 'names of messages',
    valid: asyncapi('OrderPlaced:'),
    invalid: asyncapi('OrderPlaced2: # want: Message "OrderPlaced2" ends in a number.'),
    check: `    for (const {name, title, node} of document.messages)
      if (/\\d$/.test(name ?? '')) report({node, on: 'key'}, \`\${title} ends in a number.\`)`,
    type: 'AsyncApiRule',
  },
  protobuf: {
    what: 'fields',
    valid: 'syntax = "proto3";\nmessage Order {\n  string street = 1;\n}\n',
    invalid:
      'syntax = "proto3";\nmessage Order {\n  string street2 = 1; // want: The field "street2" ends in a number.\n}\n',
    check: `    for (const field of document.fields)
      if (/\\d$/.test(field.name)) report(field, \`The field "\${field.name}" ends in a number.\`)`,
    type: 'ProtobufRule',
  },
  graphql: {
    what: 'fields',
    valid: 'type Order {\n  street: String\n}\n',
    invalid: 'type Order {\n  street2: String # want: The field "street2" ends in a number.\n}\n',
    check: `    for (const {node} of document.fields)
      if (/\\d$/.test(node.name.value)) report(node, \`The field "\${node.name.value}" ends in a number.\`)`,
    type: 'GraphqlRule',
  },
  manifests: {
    what: 'names of resources',
    valid: 'apiVersion: v1\nkind: Service\nmetadata: {name: orders}\n',
    invalid:
      'apiVersion: v1\nkind: Service\nmetadata: {name: orders2} # want: The name of Service "orders2" ends in a number.\n',
    check: `    for (const {name, title, at} of document.resources)
      if (/\\d$/.test(name)) report(at, \`The name of \${title} ends in a number.\`)`,
    type: 'ManifestsRule',
  },
}

/** For rules about contracts of every kind. */
const shared: Beginning = {
  what: 'names',
  valid: parameter('page}'),
  invalid: parameter('page2} # want: The name of query parameter "page2" ends in a number.'),
  check: checkNames,
  type: 'SharedRule',
}

/** The file of a new rule about contracts of a kind. */
export function ruleText(kind: string, typescript: boolean): string {
  const {what, valid, invalid, check, type} = beginnings[kind] ?? shared
  const quoted = (text: string) => `\`\n${text}\`,`
  // Without `import type` Node would look for the package when it runs the rule.
  const [before, behind] = typescript ? [`import type {${type}} from '@mesh/cli'\n\n`, ` satisfies ${type}`] : ['', '']
  return `${before}// A rule like those of mesh: its path is its id. Change it into the one that you need.
export default {
  // One line that starts with Require, Disallow or Enforce.
  summary: 'Disallow ${what} that end in a number',
  why: 'A number says that there are two of something, but not how they differ.',
  fix: 'Say what it is.',
  severity: 'warning',
  // "mesh lint rules" runs them: what is to be reported about a line stands behind its "want:".
  examples: {
    valid: [
      ${quoted(valid)}
    ],
    invalid: [
      ${quoted(invalid)}
    ],
  },

  // \`document\` is the contract; \`report\` takes a place in it, and a sentence.
  check({document}, report) {
${check}
  },
}${behind}
`
}
