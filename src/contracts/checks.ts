import type {Identified, RuleDocs} from '../core/rule.js'
import {unusedExemption} from './unused-exemption.js'

const openapi = `openapi: 3.0.3
info:
  title: Orders
  version: 1.0.0
`

const asyncapi = `asyncapi: 3.0.0
info:
  title: Orders
  version: 1.0.0
`

/**
 * What the readers themselves find: before any rule can judge a contract, it has to be a contract. They have ids,
 * severities and pages like rules, and `lint.rules` in mesh.yaml sets them, too.
 */
export const checks: readonly Identified<RuleDocs<string>>[] = [
  {
    id: 'shared/syntax',
    always: true,
    summary: 'Require text that can be read',
    why: 'Nothing can be said about a contract that does not parse, and every other tool will stumble over it, too.',
    fix: 'Mend the place that is named; a file ending in `.json` has to be JSON without comments and trailing commas.',
    severity: 'error',
    examples: {
      valid: [`${openapi}paths: {}\n`],
      invalid: [
        `${openapi}paths:
  /orders: [get
components: {} # want: The file is not valid YAML: a bracket, a brace or a quote before this place is still open.
`,
      ],
    },
  },
  {
    id: 'shared/duplicate-key',
    summary: 'Disallow keys that are there more than once',
    why: 'Readers keep only one of the values, and not all of them the same: a whole operation may get lost unseen.',
    fix: 'Remove all but one, or join what is below them.',
    severity: 'error',
    examples: {
      valid: [
        `${openapi}paths:
  /orders:
    get:
      responses: {'200': {description: All orders}}
    post:
      responses: {'201': {description: Made}}
`,
      ],
      invalid: [
        `${openapi}paths:
  /orders:
    get:
      responses: {'200': {description: All orders}}
    get: # want: Key "get" is there more than once; only the last one counts.
      responses: {'200': {description: Open orders}}
`,
      ],
    },
  },
  {
    id: 'shared/encoding',
    summary: 'Require UTF-8',
    why: 'Contracts are UTF-8, and YAML may be UTF-16. In another encoding, such as Latin-1, every letter beyond ASCII gets lost for whoever reads the file.',
    fix: 'Save the file as UTF-8; `iconv -f latin1 -t utf-8` converts a file from Latin-1.',
    severity: 'warning',
    examples: {
      valid: [`${openapi.replace('Orders', 'Bestellungen für Käufer')}paths: {}\n`],
      invalid: [
        `${openapi.replace('Orders', 'Bestellungen f\uFFFDr K\uFFFDufer # want: U+FFFD stands here: a character that was no UTF-8 is lost.')}paths: {}\n`,
      ],
    },
  },
  unusedExemption,
  {
    id: 'openapi/version',
    always: true,
    summary: 'Require a version of OpenAPI that mesh reads',
    why: 'OpenAPI 2.0 describes bodies, servers and components in another way; the rules of the standard are about 3.x.',
    fix: 'Convert the document, for example with the converter of editor.swagger.io, and set `openapi` to 3.0.x, 3.1.x or 3.2.x.',
    severity: 'error',
    examples: {
      valid: [`${openapi}paths: {}\n`, `${openapi.replace('3.0.3', '3.1.0')}paths: {}\n`],
      invalid: [
        `swagger: "2.0" # want: OpenAPI 2.0 is not judged; mesh reads 3.0, 3.1 and 3.2.
info:
  title: Orders
  version: 1.0.0
paths: {}
`,
        `openapi: 4.0.0 # want: OpenAPI version "4.0.0" is unknown; mesh reads 3.0, 3.1 and 3.2.
info:
  title: Orders
  version: 1.0.0
paths: {}
`,
      ],
    },
  },
  {
    id: 'openapi/structure',
    summary: 'Require what the OpenAPI Specification requires',
    why: 'A document that is not as the specification says is read by every tool in another way, or by none.',
    fix: 'Change what is named to what the specification allows there.',
    severity: 'error',
    examples: {
      valid: [
        `${openapi}paths:
  /orders:
    get:
      responses:
        '200': {description: All orders}
`,
      ],
      invalid: [
        `${openapi}paths:
  /orders:
    gett: # want: Path "/orders" may not have "gett". Did you mean "get"?
      responses:
        '200': {description: All orders}
    post:
      responses:
        '201': # want: Response "201" must have "description".
          content:
            application/json:
              schema:
                type: strng # want: "type" must be one of "array", "boolean", "integer", "number", "object", "string", not "strng". Did you mean "string"?
`,
        `${openapi.replace('3.0.3', '3.1.0')}components:
  schemas:
    Order:
      type: object
      properties:
        total: number # want: "total" of "properties" must be a schema: an object or a boolean.
`,
      ],
    },
  },
  {
    id: 'openapi/reference',
    summary: 'Require references that lead to something',
    why: 'A `$ref` that leads nowhere takes what it stands for out of the contract: clients are generated without it.',
    fix: 'Correct the name or the path, or add what is missing; addresses in the network are only followed with --allow-remote.',
    severity: 'error',
    examples: {
      valid: [
        `${openapi}paths: {}
components:
  schemas:
    Order:
      type: object
      properties:
        parent: {$ref: '#/components/schemas/Order'}
        responses: {type: array, items: {$ref: '#/components/schemas/Order'}}
        parameters: {allOf: [{$ref: '#/components/schemas/Order'}]}
        requestBody: {$ref: '#/components/schemas/Order'}
`,
      ],
      invalid: [
        `${openapi}paths: {}
components:
  schemas:
    Order:
      type: object
      properties:
        customer:
          $ref: '#/components/schemas/Costumer' # want: There is no "Costumer" in "#/components/schemas" of the document. Did you mean "Customer"?
        first:
          $ref: '#/components/schemas/First'
        page:
          $ref: '#/components/parameters/Page' # want: "Page" is one of the "parameters" of "components", but one of its "schemas" belongs here.
    Customer:
      type: object
    First:
      $ref: '#/components/schemas/First' # want: This reference only leads back to itself.
  parameters:
    Page: {name: page, in: query, schema: {type: integer}}
`,
      ],
    },
  },
  {
    id: 'asyncapi/version',
    summary: 'Require a version of AsyncAPI that mesh reads',
    why: 'AsyncAPI 1 describes topics and events in another way, and what comes after 3 is not known yet.',
    fix: 'Convert the document with the converter of AsyncAPI, and set `asyncapi` to 2.6.0 or 3.0.0.',
    severity: 'error',
    examples: {
      valid: [`${asyncapi}channels: {}\n`, `${asyncapi.replace('3.0.0', '2.6.0')}channels: {}\n`],
      invalid: [
        `${asyncapi.replace('3.0.0', '1.2.0 # want: AsyncAPI version "1.2.0" is unknown; mesh reads 2.0 to 2.6, 3.0 and 3.1.')}topics: {}\n`,
      ],
    },
  },
  {
    id: 'asyncapi/structure',
    summary: 'Require what the AsyncAPI Specification requires',
    why: 'A document that is not as the specification says is read by every tool in another way, or by none.',
    fix: 'Change what is named to what the specification allows there.',
    severity: 'error',
    examples: {
      valid: [
        `${asyncapi}channels:
  orders:
    address: orders.{region}
    messages: {placed: {$ref: '#/components/messages/OrderPlaced'}}
    parameters: {region: {enum: [eu, us]}}
  answers: {address: null}
operations:
  onOrder:
    action: receive
    channel: {$ref: '#/channels/orders'}
    messages: [{$ref: '#/channels/orders/messages/placed'}]
    reply: {address: {location: '$message.header#/replyTo'}, channel: {$ref: '#/channels/answers'}}
components:
  messages:
    OrderPlaced:
      payload: {schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: {type: record, name: OrderPlaced}}
`,
        `${asyncapi.replace('3.0.0', '2.6.0')}channels:
  orders:
    publish:
      message: {oneOf: [{name: OrderPlaced, payload: {type: object}}, {schemaFormat: application/vnd.google.protobuf, payload: 'message Order {}'}]}
`,
      ],
      invalid: [
        `${asyncapi}channel: {} # want: The document may not have "channel". Did you mean "channels"?
channels:
  orders:
    address: orders
    publish: {} # want: Channel "orders" has "publish", which AsyncAPI 3 does not know; write an operation with "action: receive".
    tags: [{description: Sales}] # want: Item 1 of "tags" must have "name".
operations:
  onOrder: # want: Operation "onOrder" must have "channel".
    action: publish # want: "action" of "onOrder" must be "send" or "receive", not "publish".
`,
        `asyncapi: 2.3.0
info: # want: "info" must have "version".
  title: Orders
channels:
  orders:
    address: orders # want: Channel "orders" has "address", which AsyncAPI has from 3.0 on.
    publish:
      message:
        messageId: order # want: "message" has "messageId", which AsyncAPI has from 2.4 on.
        headers: {type: strng} # want: Type "strng" is none of array, boolean, integer, null, number, object, string. Did you mean "string"?
        correlationId: {location: header/id} # want: "location" of "correlationId" must be a place in a message such as "$message.header#/correlationId", not "header/id".
    subscribe:
      message:
        $ref: '#/components/schemas/Order' # want: "Order" is one of the "schemas" of "components", but one of its "messages" belongs here.
components:
  schemas: {Order: {type: object}}
`,
      ],
    },
  },
  {
    id: 'asyncapi/reference',
    summary: 'Require references that lead to something',
    why: 'A `$ref` that leads nowhere takes what it stands for out of the contract: consumers are generated without it.',
    fix: 'Correct the name or the path, or add what is missing; addresses in the network are only followed with --allow-remote.',
    severity: 'error',
    examples: {
      valid: [
        `${asyncapi}components:
  schemas:
    Order: {properties: {parent: {$ref: '#/components/schemas/Order'}}}
`,
      ],
      invalid: [
        `${asyncapi}channels:
  orders:
    messages:
      order: {$ref: '#/components/messages/Oder'} # want: There is no "Oder" in "#/components/messages" of the document. Did you mean "Order"?
components:
  messages:
    Order:
      payload:
        $ref: '#/components/messages/Order/payload' # want: This reference only leads back to itself.
`,
      ],
    },
  },
]
