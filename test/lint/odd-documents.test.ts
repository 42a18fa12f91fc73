import {expect, test} from 'vitest'
import {readJson} from '../../src/contracts/json/document.js'
import {checkOpenApi} from '../../src/contracts/openapi/check.js'
import {readOpenApi} from '../../src/contracts/openapi/reader.js'
import {rulesFor} from '../../src/contracts/rules.js'
import {lint} from '../../src/core/lint.js'
import {assertWhole, spoiled} from './spoiled.js'

/** A contract in which nearly every object of the specification occurs. */
const whole = (openapi: string) => ({
  openapi,
  info: {title: 'Orders', version: '1.0.0', contact: {name: 'Sales'}},
  servers: [{url: 'https://{host}/api', variables: {host: {default: 'example.com'}}}],
  security: [{bearer: []}],
  tags: [{name: 'orders'}],
  paths: {
    '/api/v1/orders/{id}': {
      parameters: [
        {name: 'id', in: 'path', required: true, schema: {type: 'string'}},
        {$ref: '#/components/parameters/Page'},
      ],
      get: {
        operationId: 'getOrder',
        tags: ['orders'],
        responses: {
          '200': {
            description: 'ok',
            headers: {'X-A': {schema: {type: 'integer'}}, 'X-B': {$ref: '#/components/headers/B'}},
            content: {
              'application/json': {schema: {$ref: '#/components/schemas/Envelope'}, examples: {one: {value: {}}}},
            },
            links: {next: {operationId: 'getOrder'}},
          },
          '404': {$ref: '#/components/responses/Error'},
          '429': {$ref: '#/components/responses/Error'},
        },
      },
      post: {
        requestBody: {$ref: '#/components/requestBodies/Order'},
        callbacks: {done: {'{$request.body#/url}': {post: {responses: {'200': {description: 'ok'}}}}}},
        responses: {default: {description: 'other'}},
        security: [],
      },
    },
    '/health': {
      get: {
        'x-public': true,
        'x-mesh-ignore': [{rule: 'oas-operation-id', reason: 'probe'}],
        responses: {'200': {description: 'ok'}},
      },
    },
  },
  components: {
    parameters: {Page: {name: 'page', in: 'query', schema: {type: 'integer'}}},
    headers: {B: {schema: {type: 'string'}}},
    requestBodies: {Order: {content: {'application/json': {schema: {$ref: '#/components/schemas/Order'}}}}},
    responses: {
      Error: {
        description: 'no',
        headers: {'Retry-After': {schema: {type: 'integer'}}},
        content: {'application/json': {schema: {$ref: '#/components/schemas/Errors'}}},
      },
    },
    schemas: {
      Order: {
        type: 'object',
        properties: {parent: {$ref: '#/components/schemas/Order'}, lines: {type: 'array', items: {type: 'object'}}},
      },
      Envelope: {
        allOf: [
          {
            type: 'object',
            required: ['data'],
            properties: {data: {type: 'array', items: {$ref: '#/components/schemas/Order'}}},
          },
          {required: ['meta'], properties: {meta: {$ref: '#/components/schemas/Meta'}}},
        ],
      },
      Meta: {
        type: 'object',
        required: ['requestId', 'pagination'],
        properties: {requestId: {type: 'string'}, pagination: {type: 'object', properties: {page: {type: 'integer'}}}},
      },
      Errors: {
        type: 'object',
        required: ['errors', 'meta'],
        properties: {
          errors: {type: 'array', minItems: 1, items: {type: 'object', required: ['code']}},
          meta: {$ref: '#/components/schemas/Meta'},
        },
      },
    },
    securitySchemes: {bearer: {type: 'http', scheme: 'bearer'}},
  },
})

test.each([
  ['3.0.3', 0],
  ['3.1.0', 7],
  ['3.2.0', 15],
])('no value at any place of an OpenAPI %s document ends the run', async (version, turn) => {
  const rules = await rulesFor('openapi')
  let judged = 0
  // Every place sees one of the values in each version; together the places see them all many times.
  for (const {text, change} of spoiled(whole(version), turn)) {
    const [read] = readJson({path: 'a.json', text}).documents
    if (!read) throw new Error('It is JSON.')
    const contract = readOpenApi(read, {exemptPaths: ['/health']})
    try {
      const {findings} = await checkOpenApi(contract, {documents: new Map(), exemptPaths: []})
      assertWhole([...findings, ...lint(contract, rules).findings])
      judged++
    } catch (error) {
      throw new Error(`The document with ${change} ends the run.`, {cause: error})
    }
  }
  expect(judged).toBeGreaterThan(150)
})
