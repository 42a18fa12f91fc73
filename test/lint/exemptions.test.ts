import {expect, test} from 'vitest'
import type {LintRequest} from '../../src/lint/request.js'
import {figures, orders, Project} from './linted.js'

const project = new Project()

/** `file:line message` of the exemptions that silence nothing. */
async function unused(lint: unknown = {}, request: Partial<LintRequest> = {}): Promise<string[]> {
  const {findings} = await project.lint(lint, request)
  const told = findings.filter(({rule}) => rule === 'shared/unused-exemption')
  return told.map(({message, location: {path, start}}) => `${path}:${start.line} ${message}`)
}

const says = (rule: string) => `The exemption from "${rule}" silences nothing.`
const naming = 'shared/field-naming'

/** The figures that the contract refers to, with an exemption that is needed and one that is not. */
const exempted = `${figures}  x-mesh-ignore:
    - {rule: ${naming}, reason: Old clients read this name}
    - {rule: openapi/operation-id, reason: Nobody calls this operation}
`

test('in every kind', async () => {
  project.write({
    'api/schema.graphql': `type Query {
  "A person."
  old_name: Int # mesh-ignore graphql/naming Old clients ask for it.
  "Another."
  newName: Int # mesh-ignore graphql/naming Old clients ask for it.
}
`,
    'api/orders.proto': `syntax = "proto3";
package orders.v1;
// mesh-ignore protobuf/naming Old clients send it.
message order { string id = 1; }
// mesh-ignore protobuf/naming Old clients send it.
message Customer { string id = 1; }
`,
    'api/events.yaml': `asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
x-mesh-ignore:
  - {rule: asyncapi/structure, reason: Made by a script}
channels: {}
`,
  })
  expect(await unused()).toEqual([
    `api/events.yaml:4 ${says('asyncapi/structure')}`,
    `api/orders.proto:5 ${says('protobuf/naming')}`,
    `api/schema.graphql:5 ${says('graphql/naming')}`,
  ])
})

test('the narrowest exemption is the one that is used', async () => {
  project.write({
    'orders.proto': `// mesh-ignore protobuf/naming Generated.
syntax = "proto3";
package orders.v1;
// mesh-ignore protobuf/naming Old clients send it.
message order { string id = 1; }
`,
  })
  expect(await unused()).toEqual([`orders.proto:1 ${says('protobuf/naming')}`])
})

test('one from a rule that did not run may well be needed', async () => {
  project.write({'contracts/orders.yaml': orders, 'contracts/schemas/figures.yaml': exempted})
  const told = [`contracts/schemas/figures.yaml:7 ${says('openapi/operation-id')}`]
  expect(await unused()).toEqual(told)
  expect(await unused({}, {skip: ['openapi/operation-id']})).toEqual([])
  expect(await unused({rules: {'openapi/operation-id': 'off'}})).toEqual([])
  expect(await unused({}, {only: ['openapi']})).toEqual([])
  expect(await unused({}, {only: ['openapi', 'shared/unused-exemption']})).toEqual(told)
})

test('its severity is set like that of a rule, and it can be exempted itself', async () => {
  project.write({'contracts/orders.yaml': orders, 'contracts/schemas/figures.yaml': exempted})
  expect(await unused({rules: {'shared/unused-exemption': 'off'}})).toEqual([])
  const {findings} = await project.lint({rules: {'shared/unused-exemption': 'error'}})
  expect(findings.find(({rule}) => rule === 'shared/unused-exemption')?.severity).toBe('error')
  const both = `${exempted}    - {rule: shared/unused-exemption, reason: Other builds need them}\n`
  project.write({'contracts/schemas/figures.yaml': both})
  expect(await unused()).toEqual([])
})

test('a part of several contracts is told about when all of them are judged', async () => {
  const other = orders.replace('openapi: 3.1.0', 'openapi: 3.1.0 # The second one').replace('get_metrics', 'getMetrics')
  project.write({
    'contracts/orders.yaml': other,
    'contracts/sales.yaml': orders.replace('/metrics:', '/metrics:\n    $ref: parts.yaml#/metrics'),
    'contracts/parts.yaml': 'metrics: {}\n',
    'contracts/schemas/figures.yaml': exempted,
  })
  expect(await unused({}, {paths: ['contracts/orders.yaml']})).toEqual([])
  expect(await unused()).toEqual([`contracts/schemas/figures.yaml:7 ${says('openapi/operation-id')}`])
})

test('what several contracts have to do with each other is known when all are judged', async () => {
  const message = (type: string) =>
    `syntax = "proto3";\npackage users.v1;\nmessage User {\n  string id = 1;\n  string email = 2;\n  ${type} age = 3;\n}\n`
  project.write({
    'user.proto': message('string'),
    'openapi.yaml': `openapi: 3.1.0
info: {title: Users, version: 1.0.0}
paths: {}
components:
  schemas:
    User:
      properties:
        id: {type: string}
        email: {type: string}
        age:
          type: integer
          format: int32
          x-mesh-ignore: [{rule: shared/entity-types, reason: Changed with the next version}]
`,
  })
  const {suppressed} = await project.lint({})
  expect(suppressed?.map(({finding, reason}) => [finding.rule, reason])).toEqual([
    ['shared/entity-types', 'Changed with the next version'],
  ])
  expect(await unused()).toEqual([])
  expect(await unused({}, {paths: ['openapi.yaml']})).toEqual([])
  project.write({'user.proto': message('int32')})
  expect(await unused({}, {paths: ['openapi.yaml']})).toEqual([])
  const told = [`openapi.yaml:13 ${says('shared/entity-types')}`]
  expect(await unused()).toEqual(told)
  expect(await unused({}, {paths: ['openapi.yaml', 'user.proto']})).toEqual(told)
})
