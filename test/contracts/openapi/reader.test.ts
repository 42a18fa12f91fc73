import {describe, expect, test} from 'vitest'
import {readJson} from '../../../src/contracts/json/document.js'
import type {Documents} from '../../../src/contracts/json/references.js'
import {readOpenApi} from '../../../src/contracts/openapi/reader.js'

function read(text: string, others: Readonly<Record<string, string>> = {}, exemptPaths: string[] = []) {
  const documents: Documents = new Map(Object.entries(others).map(([path, other]) => [path, documentOf(path, other)]))
  const contract = readOpenApi(documentOf('api/openapi.yaml', text), {documents, exemptPaths})
  return {...contract, api: contract.document}
}

function documentOf(path: string, text: string) {
  const [document] = readJson({path, text}).documents
  if (!document) throw new Error(`"${path}" cannot be read.`)
  return document
}

const head = 'openapi: 3.1.0\ninfo: {title: Orders, version: 1.0.0}\n'

describe('operations', () => {
  const {api} = read(
    `${head}servers:
  - url: https://example.com/{base}/
    variables: {base: {default: api}}
security: [{bearer: []}]
paths:
  x-owner: us
  /orders/{id}:
    servers: [{url: /item}]
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: trace, in: header, schema: {type: string}}
      - $ref: '#/components/parameters/Missing'
    get:
      operationId: getOrder
      tags: [orders, 5]
      parameters:
        - $ref: '#/components/parameters/Trace'
      responses:
        '200':
          description: ok
          headers: {X-A: {$ref: '#/components/headers/A'}}
          content:
            application/json; charset=utf-8: {schema: {type: object}}
            application/problem+json: {schema: {type: object}}
            text/csv: {schema: {type: string}}
        404: {$ref: '#/components/responses/NotFound'}
        x-note: none
    delete:
      security: []
      servers: [{url: https://other.example.com}]
      requestBody: {$ref: '#/components/requestBodies/Why'}
    query: {}
  /health: {get: {responses: {}}}
webhooks:
  paid: {post: {requestBody: {content: {application/json: {schema: {type: object}}}}}}
components:
  parameters:
    Trace: {name: trace, in: header, required: true, schema: {type: integer}}
  headers: {A: {schema: {type: integer}}}
  responses: {NotFound: {$ref: '#/components/responses/Gone'}, Gone: {description: gone}}
  requestBodies: {Why: {required: true, content: {application/json: {schema: {type: string}}}}}
`,
    {},
    ['/health', '/internal/*'],
  )
  const [get, remove, health] = api.operations

  test('are those below paths, in the order of the specification', () => {
    expect(api.operations.map(({title}) => title)).toEqual(['GET /orders/{id}', 'DELETE /orders/{id}', 'GET /health'])
    expect(api.outgoing.map(({title}) => title)).toEqual(['webhook POST paid'])
    expect(api.operations.map(({exempt}) => exempt)).toEqual([false, false, true])
    expect(health?.pathItem.templates).toEqual([])
    expect(get?.pathItem.templates).toEqual(['id'])
    expect(get?.tags).toEqual(['orders'])
    expect(get?.operationId?.text).toBe('getOrder')
  })

  test('override the parameters of their path item', () => {
    expect(get?.parameters.map(({name, in: place, required}) => [name, place, required])).toEqual([
      ['trace', 'header', true],
      ['id', 'path', true],
    ])
    expect(get?.parameters[0]?.node.pointer).toBe('/components/parameters/Trace')
    expect(get?.parameters[0]?.use.pointer).toBe('/paths/~1orders~1{id}/get/parameters/0')
  })

  test('have responses through references', () => {
    expect(get?.responses.map(({status, title, node}) => [status, title, node.pointer])).toEqual(
      [
        ['404', 'Response "Gone"', '/components/responses/Gone'],
        ['200', 'Response 200 of "GET /orders/{id}"', '/paths/~1orders~1{id}/get/responses/200'],
      ].sort((a, b) => String(a[0]).localeCompare(String(b[0]))),
    )
    const ok = get?.responses.find(({status}) => status === '200')
    expect(ok?.headers.map(({name, schema}) => [name, schema?.pointer])).toEqual([
      ['X-A', '/components/headers/A/schema'],
    ])
    expect(ok?.content.map(({name, isJson}) => [name, isJson])).toEqual([
      ['application/json; charset=utf-8', true],
      ['application/problem+json', true],
      ['text/csv', false],
    ])
  })

  test('have the security and servers in force', () => {
    expect(get?.securityRequirements.map(({schemes}) => schemes)).toEqual([['bearer']])
    expect(remove?.securityRequirements).toEqual([])
    expect(remove?.security?.pointer).toBe('/paths/~1orders~1{id}/delete/security')
    expect(get?.servers.map(({basePath}) => basePath)).toEqual(['/item'])
    expect(remove?.servers.map(({basePath}) => basePath)).toEqual([''])
    expect(health?.servers.map(({basePath}) => basePath)).toEqual(['/api'])
    expect(remove?.requestBody?.required).toBe(true)
  })
})

test('a path item, its operations and their callbacks may be in other files', () => {
  const {api, locate} = read(`${head}paths:\n  /orders:\n    $ref: paths/orders.yaml\n`, {
    'api/paths/orders.yaml': `get:
  callbacks:
    done: {'{$request.body#/url}': {post: {operationId: done}}}
  parameters:
    - $ref: '../parts.yaml#/Limit'
  responses:
    '200': {$ref: ../parts.yaml#/Ok}
`,
    'api/parts.yaml': `Limit: {name: limit, in: query, schema: {type: integer}}
Ok: {description: ok, content: {application/json: {schema: {$ref: '#/Order'}}}}
Order: {type: object, properties: {order_id: {type: string}, parent: {$ref: '#/Order'}}}
`,
  })
  const [get] = api.operations
  expect(get?.title).toBe('GET /orders')
  expect(get?.parameters[0]?.name).toBe('limit')
  expect(get?.parameters[0] && locate(get.parameters[0].node)).toMatchObject({path: 'api/parts.yaml', start: {line: 1}})
  expect(api.outgoing.map(({operationId}) => operationId?.text)).toEqual(['done'])
  expect(api.api.fields.map(({name, what}) => `${what} ${name}`)).toEqual([
    'property order_id',
    'property parent',
    'query parameter limit',
  ])
})

describe('a schema view', () => {
  const text = (version: string) => `openapi: ${version}
components:
  schemas:
    Base:
      type: object
      required: [id]
      properties: {id: {type: string}, note: {type: [string, 'null']}}
    Extended:
      allOf:
        - $ref: '#/components/schemas/Base'
        - {required: [total], properties: {total: {type: number}, id: {maxLength: 5}}}
      additionalProperties: false
    Sibling: {$ref: '#/components/schemas/Base', required: [note], nullable: true}
    Circle: {allOf: [{$ref: '#/components/schemas/Circle'}, {properties: {a: {}}}]}
    Torn: {allOf: [{$ref: '#/components/schemas/Nowhere'}, {properties: {a: {}}}]}
    Whole: {allOf: [{type: number}, {type: integer}]}
    Either: {oneOf: [{type: string}, {type: object}], anyOf: [{}]}
`
  const view = (name: string, version = '3.1.0') => {
    const {api} = read(text(version))
    const node = api.root.at('components', 'schemas', name)
    if (!node) throw new Error(name)
    return {...toPlain(api.view(node)), view: api.view(node), api}
  }
  const toPlain = (seen: ReturnType<ReturnType<typeof read>['api']['view']>) => ({
    types: seen.types,
    nullable: seen.nullable,
    open: seen.open,
    complete: seen.complete,
    required: [...seen.required.keys()],
    properties: [...seen.properties.values()].map(({name, required}) => (required ? `${name}!` : name)),
  })

  test('goes through $ref and allOf', () => {
    const {view: seen, ...plain} = view('Extended')
    expect(plain).toMatchObject({
      types: ['object'],
      open: false,
      complete: true,
      required: ['id', 'total'],
      properties: ['id!', 'note', 'total!'],
    })
    const id = seen.properties.get('id')
    expect(id?.schemas).toHaveLength(2)
    expect(id && toPlain(view('Base').api.view(id.schemas)).types).toEqual(['string'])
    expect(id && view('Base').api.view(id.schemas).keyword('maxLength')[0]?.number).toBe(5)
    expect(
      seen.properties.get('note') && view('Base').api.view(seen.properties.get('note')?.schemas ?? []).nullable,
    ).toBe(true)
  })

  test('takes what stands beside a $ref from 3.1 on', () => {
    expect(view('Sibling', '3.1.0')).toMatchObject({required: ['note', 'id'], nullable: true})
    expect(view('Sibling', '3.0.3')).toMatchObject({required: ['id'], nullable: false})
  })

  test('ends in circles and at holes', () => {
    expect(view('Circle')).toMatchObject({complete: true, properties: ['a']})
    expect(view('Torn')).toMatchObject({complete: false, properties: ['a']})
  })

  test('narrows types and leaves alternatives apart', () => {
    expect(view('Whole').types).toEqual(['integer'])
    expect(view('Either').view.alternatives.map(group => group.length)).toEqual([2, 1])
    expect(view('Either').types).toEqual([])
  })
})

test('every schema is listed once, wherever it is used', () => {
  const {api} = read(`${head}paths:
  /a:
    get:
      parameters: [{name: q, in: query, schema: {type: string}}]
      responses:
        '200':
          description: ok
          headers: {X: {schema: {type: integer}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}
    post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}
components:
  schemas:
    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, c: {type: array, items: {not: {enum: [1]}}}}}
    B: {$ref: '#/components/schemas/A'}
  responses: {Unused: {description: x, content: {text/plain: {schema: {type: string}}}}}
`)
  expect(api.schemas.map(({pointer}) => pointer.replace('/components/schemas', ''))).toEqual([
    '/A',
    '/A/properties/c',
    '/A/properties/c/items',
    '/A/properties/c/items/not',
    '/paths/~1a/get/parameters/0/schema',
    '/paths/~1a/get/responses/200/headers/X/schema',
    '/components/responses/Unused/content/text~1plain/schema',
  ])
})

test('x-mesh-ignore silences a rule for its element and all below it', () => {
  const {api, exemption} = read(`${head}paths:
  /a:
    x-mesh-ignore: [{rule: oas-path-versioned, reason: fixed by a partner}, openapi/path-style]
    get: {}
  /b: {get: {}}
`)
  const [a, b] = api.operations
  if (!a || !b) throw new Error('There are two operations.')
  expect(exemption?.(a.node, 'openapi/path-versioned')?.reason).toBe('fixed by a partner')
  expect(exemption?.({node: a.pathItem.use, on: 'key'}, 'openapi/path-style')?.rule).toBe('openapi/path-style')
  expect(exemption?.(a.node, 'openapi/operation-id')).toBeUndefined()
  expect(exemption?.(b.node, 'openapi/path-versioned')).toBeUndefined()
})

test('nonsense is left out of the lists', () => {
  for (const text of [
    'openapi: 3.0.0',
    'openapi: 3.0.0\npaths: 5',
    'openapi: 3.1.0\npaths: {/a: [1], /b: {get: 7}, /c: {get: {responses: 1, parameters: {a: 1}, tags: 5, security: x}}}',
    'openapi: 3.1.0\ncomponents: {schemas: [1, {type: 5}], callbacks: {a: 5}, responses: {x: null}}\nwebhooks: {a: 1}',
    'openapi: 3.1.0\npaths: {/a: {get: {parameters: [1, {name: 5}], requestBody: 1, responses: {200: 5}, servers: [1]}}}',
    '[openapi]',
    'openapi: {$ref: "#/openapi"}\npaths: {$ref: "#/paths"}',
  ]) {
    const {api} = read(text)
    for (const list of [api.operations, api.outgoing, api.schemas, api.api.fields, api.servers])
      expect(list.length).toBeGreaterThanOrEqual(0)
    for (const schema of api.schemas) expect(api.view(schema).properties.size).toBe(0)
  }
})
