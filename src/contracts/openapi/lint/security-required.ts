import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require security on every operation that is not marked as public',
  why: 'An operation without security is open to everybody who finds it. Whether that was meant has to be written down, so that a forgotten line is never taken for a decision.',
  fix: 'Name the schemes under `security`, for the operation or the whole document. An operation that is meant for everybody says `x-public: true` and `security: []`.',
  severity: 'error',
  security: 'high',
  presets: ['standard', 'recommended'],
  examples: {
    valid: [
      `
openapi: 3.1.0
security:
  - bearerAuth: []
paths:
  /api/v1/orders:
    get: {}
  /api/v1/catalogs:
    get:
      x-public: true
      security: []
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get: # want: "GET /api/v1/orders" is open to everybody: no "security" is in force for it.
      operationId: listOrders
    post:
      security: [] # want: "POST /api/v1/orders" is open to everybody, but is not marked with "x-public: true".
    delete:
      security:
        - bearerAuth: []
        - {} # want: "DELETE /api/v1/orders" lets callers in without credentials, but is not marked with "x-public: true".
`,
    ],
  },

  check({document: {root, operations}}, report) {
    for (const {title, node, exempt, security, securityRequirements} of operations) {
      if (exempt || node.get('x-public')?.value === true) continue
      const inherited = node.get('security') === undefined && root.get('security') !== undefined
      // What the document says is told once, with the operations that it concerns.
      const subject = inherited ? 'The document' : `"${title}"`
      const related = inherited ? [{at: node, message: `In force for "${title}".`}] : []
      const open = securityRequirements.find(({schemes}) => schemes.length === 0)
      if (security === undefined) report(node, `"${title}" is open to everybody: no "security" is in force for it.`)
      else if (securityRequirements.length === 0)
        report(security, `${subject} is open to everybody, but ${marked(inherited)}.`, related)
      else if (open)
        report(open.node, `${subject} lets callers in without credentials, but ${marked(inherited)}.`, related)
    }
  },
})

function marked(inherited: boolean): string {
  return inherited ? 'not every operation is marked with "x-public: true"' : 'is not marked with "x-public: true"'
}
