import type {Identified, RuleDocs} from '../core/rule.js'

/** About exemptions: what they silence is known when all rules have judged, so no rule can tell. */
export const unusedExemption: Identified<RuleDocs<string>> = {
  id: 'shared/unused-exemption',
  summary: 'Disallow exemptions that silence nothing',
  why: 'What was exempted has been mended, or has moved. The exemption stays behind and hides the next fault of the same kind.',
  fix: 'Remove the exemption, or put it where the rule speaks: it counts for its element and all below it.',
  severity: 'warning',
  examples: {
    valid: [
      `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /api/v1/orders:
    x-mesh-ignore:
      - {rule: openapi/operation-id, reason: Nobody generates clients from this contract}
    get:
      responses: {'200': {description: All orders}}
`,
      `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Order:
      type: object
      x-mesh-ignore:
        - {rule: openapi/structure, reason: The generator of this team knows the type money}
      properties:
        total: {type: money}
`,
    ],
    invalid: [
      `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /api/v1/orders:
    x-mesh-ignore:
      - {rule: openapi/operation-id, reason: Nobody generates clients from this contract}
      - {rule: oas-path-versioned, reason: The partner asks for this path} # want: The exemption from "oas-path-versioned" silences nothing.
    get:
      x-mesh-ignore:
        - {rule: openapi/operation-id, reason: Nobody calls this operation}
      responses: {'200': {description: All orders}}
    post:
      operationId: placeOrder
      x-mesh-ignore:
        - {rule: openapi/operation-id, reason: Nobody calls this operation} # want: The exemption from "openapi/operation-id" silences nothing.
      responses: {'201': {description: Placed}}
    put:
      responses: {'200': {description: Replaced}}
`,
      `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
x-mesh-ignore:
  - {rule: shared/duplicate-key, reason: Merged by a script of ours} # want: The exemption from "shared/duplicate-key" silences nothing.
  - {rule: openapi/structure, reason: Merged by a script of ours} # want: The exemption from "openapi/structure" silences nothing.
paths: {}
`,
    ],
  },
}
