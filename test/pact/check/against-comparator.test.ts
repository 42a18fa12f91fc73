import * as comparison from '@pactflow/openapi-pact-comparator'
import {load} from 'js-yaml'
import {expect, test} from 'vitest'
import {readJson} from '../../../src/contracts/json/document.js'
import {readOpenApi} from '../../../src/contracts/openapi/reader.js'
import {loadRule, ruleIds} from '../../../src/contracts/rules.js'
import {gather} from '../../../src/pact/check/gather.js'
import {judge} from '../../../src/pact/check/judge.js'
import {readPact} from '../../../src/pact/pacts/pact-file.js'

/*
 * The same pact is given to the comparator that others use and to mesh: what it calls an error is a finding of a rule
 * that speaks of the same thing. Each interaction has at most one fault of each kind.
 */
const contract = `
openapi: 3.0.3
info: {title: Orders, version: 1.0.0}
security: [{token: []}, {key: []}]
paths:
  /orders:
    get:
      parameters:
        - {name: status, in: query, schema: {type: string, enum: [open, paid]}}
        - {name: limit, in: query, schema: {type: integer, maximum: 100}}
        - {name: ids, in: query, schema: {type: array, items: {type: integer}}}
        - {name: exact, in: query, schema: {type: boolean}}
        - {name: X-Tenant, in: header, required: true, schema: {type: string, pattern: '^t-'}}
        - {name: X-Depth, in: header, schema: {type: integer}}
      responses:
        '200':
          description: Orders.
          headers: {X-Total: {schema: {type: string, pattern: '^[0-9]+$'}}}
          content:
            application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Order'}}}
        '400': {description: No.}
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/NewOrder'}}}
      responses:
        '201': {description: Created., content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
        default: {description: Anything else.}
  /orders/{number}:
    get:
      parameters: [{name: number, in: path, required: true, schema: {type: integer, minimum: 1}}]
      responses:
        '200': {description: An order., content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
        4XX: {description: No.}
    delete: {security: [], responses: {'204': {description: Gone.}}}
  /form:
    post:
      security: []
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, required: [name], properties: {name: {type: string}, age: {type: string}}}
      responses: {'204': {description: Done.}}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    key: {type: apiKey, in: query, name: key}
  schemas:
    NewOrder:
      type: object
      required: [customer, lines]
      additionalProperties: false
      properties:
        customer: {type: string, minLength: 2}
        note: {type: string, nullable: true}
        lines: {type: array, minItems: 1, items: {type: object, required: [sku], properties: {sku: {type: string}, pcs: {type: integer}}}}
    Order:
      type: object
      required: [number, status, total]
      properties:
        number: {type: integer}
        status: {type: string, enum: [open, paid]}
        total: {type: number, minimum: 0}
        placed: {type: string, format: date-time}
        customer: {type: object, properties: {name: {type: string}}}
        tags: {type: object, additionalProperties: {type: string}}
        extra: {type: object}
        parent: {$ref: '#/components/schemas/Order'}
`

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

interface Expected {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

const token = {Authorization: 'Bearer t'}
const known = {...token, 'X-Tenant': 't-1'}
const list = (sent: Sent = {}, expected: Expected = {}) =>
  [{path: '/orders', headers: known, ...sent}, expected] as const
const one = (sent: Sent = {}, expected: Expected = {}) =>
  [{path: '/orders/7', headers: token, ...sent}, expected] as const
const json = {...token, 'Content-Type': 'application/json'}
const create = (body: unknown, expected: Expected = {status: 201}, headers: Sent['headers'] = json) =>
  [{method: 'POST', path: '/orders', headers, body}, expected] as const
const lines = [{sku: 'a'}]

/** What is asked and expected, by what is odd about it. */
const interactions: Readonly<Record<string, readonly [Sent, Expected]>> = {
  'nothing wrong with a list': list(
    {query: 'status=open&limit=10&exact=true'},
    {body: [{number: 1}], headers: {'X-Total': '1'}},
  ),
  'nothing wrong with one': one({}, {body: {number: 7, tags: {a: 'b'}, parent: {status: 'paid'}}}),
  'nothing wrong with a new one': create({customer: 'Ada', lines, note: null}),
  'an unknown path': list({path: '/ordrs'}),
  'an unknown method': list({method: 'PUT'}),
  'a path parameter of another type': one({path: '/orders/seven'}),
  'a path parameter out of its bounds': one({path: '/orders/0'}),
  'a query parameter that is no number': list({query: 'limit=many'}),
  'a query parameter out of its bounds': list({query: 'limit=500'}),
  'a query parameter outside its enum': list({query: 'status=payed'}),
  'a list with something else in it': list({query: 'ids=1,b'}),
  'a query parameter that is no boolean': list({query: 'exact=perhaps'}),
  'an unknown query parameter': list({query: 'verbose=1'}),
  'a header that is missing': list({headers: {Authorization: 'Bearer t'}}),
  'a header of another form': list({headers: {...known, 'X-Tenant': 'one'}}),
  'a header that is no number': list({headers: {...known, 'X-Depth': 'deep'}}),
  'an unknown header': list({headers: {...known, 'X-Colour': 'red'}}),
  'no credentials': list({headers: {'X-Tenant': 't-1'}}),
  'credentials of another kind': list({headers: {'X-Tenant': 't-1', Authorization: 'Basic eDp5'}}),
  'a key in the address': list({headers: {'X-Tenant': 't-1'}, query: 'key=k'}),
  'another type accepted': list({headers: {...known, Accept: 'text/csv'}}),
  'anything accepted': list({headers: {...known, Accept: 'text/html, */*;q=0.1'}}),
  'a body of another type': create('<a/>', {status: 201}, {...token, 'Content-Type': 'text/xml'}),
  'a body without what is required': create({customer: 'Ada'}),
  'a body with a property of another type': create({customer: 7, lines}),
  'a body with too short a text': create({customer: 'A', lines}),
  'a body with more than is allowed': create({customer: 'Ada', lines, colour: 'red'}),
  'a body with too few items': create({customer: 'Ada', lines: []}),
  'a body with a wrong item': create({customer: 'Ada', lines: [{pcs: 1}]}),
  'a body that is a list': create([]),
  'no body': create(undefined),
  'a body where there is none': one({method: 'DELETE', body: {a: 1}}, {status: 204}),
  'a form': [
    {
      method: 'POST',
      path: '/form',
      headers: {'Content-Type': 'application/x-www-form-urlencoded'},
      body: 'name=Ada&age=x',
    },
    {status: 204},
  ],
  'a form without what is required': [
    {method: 'POST', path: '/form', headers: {'Content-Type': 'application/x-www-form-urlencoded'}, body: 'age=x'},
    {status: 204},
  ],
  'an unknown status': list({}, {status: 418}),
  'a status of a range': one({}, {status: 404}),
  'a status by default': create({customer: 'Ada', lines}, {status: 503}),
  'a wrong request that is refused': list({query: 'limit=many', headers: {}}, {status: 400}),
  'an answer of another type': list({}, {headers: {'Content-Type': 'text/csv'}}),
  'an unknown header of the answer': list({}, {headers: {'X-Colour': 'red'}}),
  'a header of the answer of another form': list({}, {headers: {'X-Total': 'many'}}),
  'a header of HTTP': list({}, {headers: {ETag: '"1"'}}),
  'an unknown field': one({}, {body: {nummer: 7}}),
  'an unknown field further in': list({}, {body: [{customer: {age: 7}}]}),
  'an unknown field in a recursion': one({}, {body: {parent: {parent: {colour: 'red'}}}}),
  'a field of an object about which nothing is said': one({}, {body: {extra: {a: 1}}}),
  'a value of another type': one({}, {body: {number: '7'}}),
  'a value outside its enum': list({}, {body: [{status: 'payed'}]}),
  'a value out of its bounds': one({}, {body: {total: -1}}),
  'a value of another format': one({}, {body: {placed: 'yesterday'}}),
  'a value in a map of another type': one({}, {body: {tags: {a: 1}}}),
  'null where it may not be': one({}, {body: {customer: null}}),
  'an object for a list': list({}, {body: {number: 1}}),
}

/** The rules that speak of what the comparator means by a code. */
const rulesOf: Readonly<Record<string, readonly string[]>> = {
  'request.path-or-method.unknown': ['operation-described', 'parameter-accepted'],
  'request.query.incompatible': ['parameter-accepted'],
  'request.query.unknown': ['query-described'],
  'request.header.incompatible': ['parameter-accepted'],
  'request.header.unknown': ['header-described'],
  'request.authorization.missing': ['credentials-sent'],
  'request.accept.incompatible': ['media-type-accepted'],
  'request.content-type.incompatible': ['media-type-accepted'],
  'request.body.incompatible': ['body-accepted'],
  'request.body.unknown': ['body-accepted', 'media-type-accepted'],
  'response.status.unknown': ['status-described'],
  'response.status.default': ['status-listed'],
  'response.content-type.incompatible': ['response-media-type'],
  'response.header.incompatible': ['response-headers'],
  'response.header.unknown': ['response-headers'],
  'response.body.incompatible': ['response-body', 'response-fields'],
  'response.body.unknown': ['response-body'],
}

/** Warnings of the comparator that say what is no fault: a type that is sent for nothing, a header of HTTP. */
const remarks = [
  'request.content-type.unknown',
  'request.content-type.missing',
  'request.accept.unknown',
  'response.header.undefined',
  'response.content-type.unknown',
]

const pact = {
  consumer: {name: 'web'},
  provider: {name: 'orders'},
  interactions: Object.entries(interactions).map(([description, [request, response]]) => ({
    description,
    request: {method: 'GET', ...request},
    response: {status: 200, ...response},
  })),
  metadata: {pactSpecification: {version: '2.0.0'}},
}

const found = await foundByMesh()
const theirs = await foundByComparator()

test.each(Object.keys(interactions))('%s', description => {
  const rules = new Set(found.get(description))
  for (const code of theirs.get(description) ?? [])
    if (!remarks.includes(code))
      expect(
        rulesOf[code]?.some(rule => rules.has(rule)),
        `${code}: ${[...rules].join(' ')}`,
      ).toBe(true)
})

test('what is right is told by neither, and what only mesh finds is meant', () => {
  const errors = (description: string) => (theirs.get(description) ?? []).filter(code => !remarks.includes(code))
  const silent = Object.keys(interactions).filter(each => !found.has(each))
  expect(silent.flatMap(errors)).toEqual([])
  expect(silent).toEqual([
    'nothing wrong with a list',
    'nothing wrong with one',
    'nothing wrong with a new one',
    'a key in the address',
    'anything accepted',
    'a form',
    'a status of a range',
    'a wrong request that is refused',
    'a header of HTTP',
  ])
  expect(Object.keys(interactions).filter(each => found.has(each) && errors(each).length === 0)).toEqual([])
})

async function foundByMesh(): Promise<ReadonlyMap<string, readonly string[]>> {
  const [document] = readJson({path: 'orders.yaml', text: contract}).documents
  const file = readPact({path: 'web-orders.json', text: JSON.stringify(pact)})
  if (document === undefined || file === undefined) throw new Error('The inputs cannot be read.')
  const rules = await Promise.all(ruleIds.filter(id => id.startsWith('pact/')).map(loadRule))
  const {findings} = judge(gather('orders', [file], [readOpenApi(document)]), rules, {of: () => new Map()})
  const byInteraction = new Map<string, string[]>()
  for (const {rule, message} of findings) {
    const description = /^Interaction "(.*?)" of/.exec(message)?.[1] ?? ''
    byInteraction.set(description, [...(byInteraction.get(description) ?? []), rule.replace('pact/', '')])
  }
  return byInteraction
}

/** Its types lead to a folder, which the resolution of modules does not follow. */
interface Comparison {
  readonly Comparator: new (
    contract: unknown,
  ) => {
    compare(
      pact: unknown,
    ): AsyncIterable<{readonly code: string; readonly mockDetails?: {readonly interactionDescription?: string}}>
  }
}

async function foundByComparator(): Promise<ReadonlyMap<string, readonly string[]>> {
  const {Comparator} = comparison as unknown as Comparison
  const comparator = new Comparator(load(contract))
  const byInteraction = new Map<string, string[]>()
  for await (const {code, mockDetails} of comparator.compare(pact)) {
    const description = mockDetails?.interactionDescription ?? ''
    byInteraction.set(description, [...(byInteraction.get(description) ?? []), code])
  }
  return byInteraction
}
