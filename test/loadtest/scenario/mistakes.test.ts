import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {load} from '../target/load.js'
import {startShop} from './shop.js'

const folder = mkdtempSync(join(tmpdir(), 'mesh-scenario-'))
const shop = await startShop()

afterAll(async () => {
  await shop.stop()
  rmSync(folder, {recursive: true, force: true})
})

const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
write('names.csv', 'name,size\nann,1\n')
write('wide.csv', 'name,size\nann,1,2\n')
write('quote.csv', 'name\nan"n\n')
write('none.csv', 'name\n')
write('twice.csv', 'name,name\na,b\n')
write('list.json', '{"a": 1}')
write('broken.json', '[{]')
write('schema.graphql', 'type Query {order(id: ID!): Order}\ntype Order @key(fields: "id") {id: ID!}\n')
write(
  'openapi.yaml',
  `
openapi: 3.1.0
info: {title: Shop, version: 1.0.0}
paths:
  /orders:
    get: {operationId: listOrders, responses: {'200': {description: ok}}}
    post: {operationId: createOrder, responses: {'201': {description: made}}}
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string, pattern: '^(?=a)b'}}]
    get: {operationId: getOrder, responses: {'200': {description: ok}}}
`,
)

const one = (step: string) => `scenarios:\n  look:\n    steps:\n      - ${step}\n`

test.each([
  ['', /^"\S+scenario\.yaml" is empty\.$/],
  ['scenarios: {', /^"\S+scenario\.yaml" cannot be read: .* \(1:\d+\)$/],
  ['scenarios: {}', /"scenarios" cannot be taken: give one or more\. \(1:\d+\)$/],
  ['{scenarios: {a: {steps: [{request: GET /}]}}, thinks: 1s}', /Key "thinks" is unknown\. \(1:\d+\)$/],
  [
    one('{request: GET /, expct: {status: 200}}'),
    /Key "scenarios\.look\.steps\.0\.expct" is unknown\. Did you mean "expect"\? \(4:\d+\)$/,
  ],
  [
    one('{request: GET /, expect: {status: 99}}'),
    /"scenarios\.look\.steps\.0\.expect\.status" has to be .* \(4:\d+\)$/,
  ],
  [
    one('{request: GET /, think: long}'),
    /steps\.0\.think" has to be otherwise \(write "500ms", or "1s-3s" for a range\)/,
  ],
  [
    one('{repeat: 2, steps: [{request: GET /, thnk: 1s}]}'),
    /Key "scenarios\.look\.steps\.0\.steps\.0\.thnk" is unknown\. Did you mean "think"\?/,
  ],
  [one('{request: orders}'), /^Step 1 of "look" is "orders", which is no request\. \(\S+scenario\.yaml:4:19\)$/],
  [one('{request: FETCH /orders}'), /is "FETCH \/orders", which is no request/],
  [one('{request: GET orders}'), /^Path "orders" does not start with a slash\. \(\S+:4:19\)$/],
  [one('{request: POST /orders}'), /^Step 1 of "look" is POST, which may change data\. \(\S+:4:9\)$/],
  [one('{request: GET /, headers: {Host: a}}'), /^Header "Host" cannot be chosen/],
  [one('{request: GET /, body: 1, form: {a: b}}'), /^It has a body and a form\./],
  [one('{request: GET /, operation: listOrders}'), /^Step 1 of "look" has "request" and "operation"\./],
  [one('{request: GET /, path: {id: 1}}'), /has "path", which does not go with "request"/],
  [one('{name: nothing}'), /^Step 1 of "look" does nothing\./],
  [one('{think: 1s}'), /^Scenario "look" sends nothing\./],
  [one('{repeat: 2}'), /^Step 1 of "look" has no steps to repeat\./],
  [one('{repeat: 200, steps: [{repeat: 200, steps: [{request: GET /}]}]}'), /^Step 1 of "look" makes 40000 parts\./],
  [
    one("{request: 'GET /{{ id }}'}"),
    /^Step 1 of "look" asks for "\{\{ id \}\}", which nothing before it captures\. \(\S+:4:9\)$/,
  ],
  [
    one("{request: GET /, capture: {order: /a}}\n      - {request: 'GET /{{ ordr }}'}"),
    /"\{\{ ordr \}\}", which nothing before it captures\. Did you mean "order"\? \(\S+:5:9\)$/,
  ],
  [
    one("{repeat: 2, steps: [{request: 'GET /{{ a }}'}, {request: GET /, capture: {a: /b}}]}"),
    /^Step 1\.1 of "look" asks for "\{\{ a \}\}"/,
  ],
  [one('{request: GET /, capture: {id: data.id}}'), /^"data\.id" is neither a JSON pointer nor a plain path\./],
  [one("{request: GET /, capture: {id: {regex: '('}}}"), /^"\(" is no regular expression: /],
  [one('{request: GET /, capture: {id: {}}}'), /^Capture "id" does not say what to take\./],
  [one('{request: GET /, capture: {id: {json: /a, header: b}}}'), /has "json", and another way beside it/],
  [
    `data: {names: {file: names.csv}}\n${one("{request: 'GET /{{ names.nam }}'}")}`,
    /but "names" has no column "nam"\. Did you mean "names\.name"\?/,
  ],
  [`data: {names: {file: names.csv}}\n${one('{request: GET /, capture: {names: /a}}')}`, /"names" is the name of data/],
  [
    `data: {names: {file: names.csv, order: unique}}\n${one('{request: GET /}')}`,
    /^Data "names" has 1 rows, but 21 are needed/,
  ],
  [
    `data: {names: {file: missing.csv}}\n${one('{request: GET /}')}`,
    /^Cannot read "missing\.csv": it does not exist\./,
  ],
  [
    `data: {names: {file: wide.csv}}\n${one('{request: GET /}')}`,
    /^Line 2 of "wide\.csv" has 3 values, but there are 2 columns\./,
  ],
  [`data: {names: {file: quote.csv}}\n${one('{request: GET /}')}`, /^Line 2 of "quote\.csv" has a double quote/],
  [`data: {names: {file: twice.csv}}\n${one('{request: GET /}')}`, /^"twice\.csv" has two columns named "name"\./],
  [`data: {names: {file: none.csv}}\n${one('{request: GET /}')}`, /^"none\.csv" has no rows\./],
  [`data: {names: {file: list.json}}\n${one('{request: GET /}')}`, /^"list\.json" is no list of objects\./],
  [`data: {names: {file: broken.json}}\n${one('{request: GET /}')}`, /^"broken\.json" is not valid JSON/],
  [
    `headers: {A: '\${MESH_TEST_UNSET}'}\n${one('{request: GET /}')}`,
    /needs the environment variable "MESH_TEST_UNSET"/,
  ],
  [
    `auth: {token: hunter2}\n${one('{request: GET /}')}`,
    /^(?!.*hunter2).*"auth\.token" cannot be taken: a secret is not written down/,
  ],
  [
    `auth: {token: '\${A}', tokenFile: b}\n${one('{request: GET /}')}`,
    /"auth" cannot be taken: give exactly one of token/,
  ],
  [`thresholds: [fast]\n${one('{request: GET /}')}`, /^Threshold "fast" is not understood/],
  [one('{operation: listOrders}'), /names an operation, but there is no contract/],
  [
    `contract: openapi.yaml\n${one('{operation: listOrdrs}')}`,
    /names the operation "listOrdrs", which "\S+" does not have\. Did you mean "listOrders"\?/,
  ],
  [
    `contract: openapi.yaml\n${one('{operation: createOrder}')}`,
    /^Step 1 of "look" is "POST \/orders", which may change data\./,
  ],
  [
    `contract: openapi.yaml\n${one('{operation: getOrder}')}`,
    /^Step 1 of "look" cannot be sent: its path parameter "id" has no example/,
  ],
  [
    `contract: openapi.yaml\n${one('{operation: getOrder, path: {ID: 1}}')}`,
    /^"GET \/orders\/\{id\}" has no path parameter "ID"\. Did you mean "id"\?/,
  ],
  [
    one("{graphql: {query: 'query {'}}"),
    /^Step 1 of "look" is no GraphQL document: Syntax Error: .* in its line 1, column 8\./,
  ],
  [one("{graphql: {query: 'mutation {a}'}}"), /^Step 1 of "look" is a mutation, which may change data\./],
  [one("{graphql: {query: 'subscription {a}'}}"), /is a subscription, which has no end/],
  [one("{graphql: {query: 'query A {a} query B {b}'}}"), /has 2 operations in its document/],
  [
    one("{graphql: {query: 'query Order {a}', operationName: Ordr}}"),
    /has no operation "Ordr" in its document\. Did you mean "Order"\?/,
  ],
  [
    one("{graphql: {query: '{ordr}', schema: schema.graphql}}"),
    /does not fit "schema\.graphql": Cannot query field "ordr" on type "Query"\. Did you mean "order"\? in its line 1, column 2\./,
  ],
  [one('{graphql: {}}'), /^Step 1 of "look" has no document\./],
])('%j is refused', async (text, message) => {
  write('scenario.yaml', text)
  await expect(load(shop.url, {scenario: join(folder, 'scenario.yaml'), rate: '20/s'})).rejects.toMatchObject({
    message: expect.stringMatching(message),
    hint: expect.stringMatching(/./),
  })
  expect(shop.seen).toEqual([])
})

test.each([
  [
    one('{request: GET /orders, capture: {id: /data/0/id}}'),
    'Step 1 of "look" went wrong in the pre-flight, before any load: "id" is not in its answer 200: "/data" is empty.',
  ],
  [one('{request: GET /orders, capture: {id: /dat}}'), '"id" is not in its answer 200: it has "data", "query".'],
  [one('{request: GET /orders, capture: {id: {header: X-Id}}}'), 'the answer has no header "X-Id".'],
  [one('{request: GET /orders, capture: {id: {regex: nothing}}}'), '"nothing" matches nothing.'],
  [one('{request: GET /orders/none}'), 'the status is 404.'],
  [one('{request: GET /orders, expect: {json: {/query: secret}}}'), 'what is at "/query" is another value.'],
  [
    one("{request: GET /orders, capture: {data: ''}}\n      - {request: 'GET /{{ data.id }}'}"),
    'There is no value for "{{ data.id }}".',
  ],
  [one("{graphql: {query: '{order}', variables: {id: broken}}}"), 'it ended with graphql.'],
])('%j ends before the load', async (text, message) => {
  shop.seen.length = 0
  write('scenario.yaml', text)
  const error = await load(shop.url, {scenario: join(folder, 'scenario.yaml')}).catch((reason: Error) => reason)
  expect((error as Error).message.endsWith(message), String(error)).toBe(true)
  expect(shop.seen.length).toBeLessThan(3)
})

test.each([
  [{mode: 'max' as const}, 'Mode "max" plays no scenarios'],
  [{paths: ['/a']}, 'Both --path and --scenario say what to send.'],
  [{scope: 'a'}, '--scope is of tokens, and there is no --auth.'],
])('a scenario with %j is refused', async (request, message) => {
  write('scenario.yaml', one('{request: GET /}'))
  await expect(load(shop.url, {scenario: join(folder, 'scenario.yaml'), ...request})).rejects.toThrow(message)
})
