/** What a new rule is like before anybody changes it: it disallows names that end in a number. */
interface Beginning {
  readonly what: string
  readonly valid: string
  readonly invalid: string
  readonly check: string
}

const openapi = (operationId: string) => `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /api/v1/orders:
    get:
      operationId: ${operationId}
`

const named: Beginning = {
  what: 'names',
  valid: openapi('listOrders').replace(
    'get:',
    'get:\n      parameters: [{name: page, in: query, schema: {type: integer}}]',
  ),
  invalid: openapi('listOrders').replace(
    'get:',
    'get:\n      parameters: [{name: page2, in: query, schema: {type: integer}}]',
  ),
  check: `    for (const {name, what, at} of document.api.names)
      if (/\\d$/.test(name)) report(at, \`The name of \${what} "\${name}" ends in a number.\`)`,
}

const beginnings: Readonly<Record<string, Beginning>> = {
  openapi: {
    what: 'operationIds',
    valid: openapi('listOrders'),
    invalid: openapi('listOrders2'),
    check: `    for (const {operationId} of document.operations)
      if (operationId && /\\d$/.test(operationId.text ?? ''))
        report(operationId, \`The operationId "\${operationId.text}" ends in a number.\`)`,
  },
  protobuf: {
    what: 'fields',
    valid: 'syntax = "proto3";\nmessage Order { string street = 1; }\n',
    invalid: 'syntax = "proto3";\nmessage Order { string street2 = 1; }\n',
    check: `    for (const field of document.fields)
      if (/\\d$/.test(field.name)) report(field, \`The field "\${field.name}" ends in a number.\`)`,
  },
  graphql: {
    what: 'fields',
    valid: 'type Order { street: String }\n',
    invalid: 'type Order { street2: String }\n',
    check: `    for (const {node} of document.fields)
      if (/\\d$/.test(node.name.value)) report(node, \`The field "\${node.name.value}" ends in a number.\`)`,
  },
}

/** The file of a new rule about contracts of a kind. */
export function ruleText(kind: string, typescript: boolean): string {
  const {what, valid, invalid, check} = beginnings[kind] ?? named
  const quoted = (text: string) => `\`\n${text}\`,`
  // The model is that of mesh, which ships no types: whoever writes the rule in TypeScript says what it needs.
  const types = typescript ? ': {document: any}' : ''
  const reportType = typescript ? ': (at: unknown, message: string) => void' : ''
  return `// A rule like those of mesh: its path is its id. Change it into the one that you need.
export default {
  // One line that starts with Require, Disallow or Enforce.
  summary: 'Disallow ${what} that end in a number',
  why: 'A number says that there are two of something, but not how they differ.',
  fix: 'Say what it is.',
  severity: 'warning',
  examples: {
    valid: [
      ${quoted(valid)}
    ],
    invalid: [
      ${quoted(invalid)}
    ],
  },

  // \`document\` is the contract; \`report\` takes a place in it, and a sentence.
  check({document}${types}, report${reportType}) {
${check}
  },
}
`
}
