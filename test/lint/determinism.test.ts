import {expect, test} from 'vitest'
import {formats, reporters} from '../../src/reporters/index.js'
import {style} from '../reporters/report.js'
import {figures, orders, Project} from './linted.js'

const project = new Project()

/** Contracts of every kind with faults of their own, and faults that only show between them. */
const contracts = {
  'a/orders.yaml': orders.replace('schemas/figures.yaml', '../schemas/figures.yaml'),
  'b/orders.yaml': orders.replace('schemas/figures.yaml', '../schemas/figures.yaml'),
  'schemas/figures.yaml': figures,
  'c/events.yaml':
    'asyncapi: 3.0.0\ninfo: {title: Orders, version: 1.0.0}\nchannels: {orders: {address: orders}}\ncomponents:\n  schemas: {Order: {type: object, properties: {order_id: {type: integer}, total: {type: string}}}}\n',
  'proto/orders.proto':
    'syntax = "proto3";\npackage shop;\nimport "missing.proto";\nmessage order { int32 OrderId = 1; }\n',
  'proto/users.proto': 'syntax = "proto3";\npackage shop;\nmessage user { int32 UserId = 1; }\n',
  'graph/orders.graphql': 'type Query { orders: [order] }\ntype order { order_id: Int, total: Missing }\n',
  'graph/users.graphql': 'extend type Query { users: [user!]! }\ntype user { user_id: Int }\n',
  'broken.yaml': 'openapi: 3.1.0\npaths: [\n',
}

const manifests = {
  'k8s/orders.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: orders}\nspec: {template: {metadata: {labels: {app: orders}}, spec: {containers: [{name: api, image: a}]}}}\n',
  'k8s/service.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: {name: orders}\nspec: {type: NodePort, selector: {app: order}, ports: [{port: 9090}]}\n---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: orders}\nspec: {hosts: [a], http: [{route: [{destination: {host: order, subset: a}}]}]}\n',
  'k8s/users.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: users}\nspec: {template: {metadata: {labels: {app: users}}, spec: {containers: [{name: api, image: a}]}}}\n',
  'kong.yaml': '_format_version: "3.0"\nservices: [{name: orders}, {name: users, plugins: [{name: jtw}]}]\n',
}

test.each([
  ['contracts', contracts],
  ['manifests', manifests],
] as const)(
  'every format is the same to the byte, in whatever order the %s are made and named',
  async (subject, files) => {
    const names = Object.keys(files)
    const seen = new Map<string, Set<string>>()
    // A folder lists its files in the order in which they were made, or by a hash, as its file system likes.
    for (const order of [names, [...names].reverse(), [...names.slice(3), ...names.slice(0, 3)]]) {
      project.write(Object.fromEntries(order.map(name => [name, files[name as keyof typeof files]])))
      // A part of a contract cannot be named.
      for (const paths of [[], order.filter(name => !name.startsWith('schemas/'))]) {
        const report = await project.lint({}, {subject, paths, minScore: 0})
        expect(report.findings.length).toBeGreaterThan(10)
        for (const format of formats) {
          const printed = (await reporters[format]())({...report, data: {...report.data, durationMs: 0}}, style)
          const known = seen.get(format) ?? new Set()
          seen.set(format, known.add(printed.replaceAll(/\d+\.\d s\b/g, '0.0 s')))
        }
      }
      project.clear()
    }
    for (const [format, printed] of seen) expect([format, printed.size]).toEqual([format, 1])
  },
)
