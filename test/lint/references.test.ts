import {symlinkSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {contract, ReadProject} from './reading.js'

const project = new ReadProject()

describe('references to files', () => {
  const root = (ref: string) => `openapi: 3.0.3
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    $ref: '${ref}'
`
  const item = (extra = '') => `get:\n  responses:\n    '200': {description: ok}\n${extra}`

  test('are followed, and faults are told where they are, once', async () => {
    project.write({
      'api/one.yaml': root('paths/orders.yaml'),
      'api/two.yaml': root('./paths/orders.yaml'),
      'api/paths/orders.yaml': item('  tags: all\n  tags: [a]\n  foo: 1\n'),
    })
    expect(await project.told()).toEqual(
      [
        'api/paths/orders.yaml:5:3 shared/duplicate-key Key "tags" is there more than once; only the last one counts.',
        'api/paths/orders.yaml:6:3 openapi/structure "get" may not have "foo".',
      ].sort((a, b) => a.localeCompare(b)),
    )
  })

  test('to what is missing or broken', async () => {
    project.write({'api/a.yaml': root('path/orders.yml#/get'), 'api/path/orders.yaml': item()})
    expect(await project.told(['api/a.yaml'])).toEqual([
      'api/a.yaml:5:11 openapi/reference "api/path/orders.yml" cannot be read: it does not exist. Did you mean "orders.yaml"?',
    ])
    project.write({'api/path/orders.yml': 'get: [\n'})
    expect(await project.told(['api/a.yaml'])).toEqual([
      'api/a.yaml:5:11 openapi/reference "api/path/orders.yml" cannot be read; it has a fault of its own.',
      'api/path/orders.yml:2:1 shared/syntax The file is not valid YAML: a bracket, a brace or a quote before this place is still open.',
    ])
  })

  test('do not leave the workspace, not even by a link', async () => {
    project.write({
      'in/a.yaml': root('../secret.yaml'),
      'in/b.yaml': root('link.yaml'),
      'secret.yaml': item('  foo: 1\n'),
    })
    symlinkSync(project.at('secret.yaml'), project.at('in/link.yaml'))
    const workspace = project.at('in')
    const messages = (await project.read([], {root: workspace})).findings.map(({message}) => message)
    expect(messages).toHaveLength(2)
    for (const message of messages) expect(message).toContain(`lies outside of the workspace "${workspace}"`)
    expect(messages.join()).not.toContain('foo')
    project.write({'in/c.yaml': root('/etc/hostname'), 'in/d.yaml': root('file:///etc/hostname')})
    expect(
      (await project.read(['in/c.yaml', 'in/d.yaml'], {root: workspace})).findings.map(({message}) => message),
    ).toEqual([
      '"in/etc/hostname" cannot be read: it does not exist.',
      '"file:///etc/hostname" is no relative path and no http address; other references are not followed.',
    ])
  })

  test('a link of the workspace itself is no way out', async () => {
    project.write({'real/a.yaml': root('b.yaml'), 'real/b.yaml': item()})
    symlinkSync(project.at('real'), project.at('link'))
    expect((await project.read([project.at('link/a.yaml')], {root: project.at('link')})).findings).toEqual([])
  })

  test('a document of webhooks alone has those for operations', async () => {
    project.write({
      'api.yaml': 'openapi: 3.1.0\ninfo: {title: a, version: 1.0.0}\nwebhooks: {one: {post: {}}, two: {post: {}}}\n',
    })
    const report = await project.read(['api.yaml'])
    expect(report.data?.['contracts']).toMatchObject([{operations: 2}])
  })

  test('back and forth between many files give no false finding', async () => {
    const count = 60
    const paths = Array.from({length: count}, (_, n) => `  /p${n}: {$ref: 'paths/p${n}.yaml'}`)
    project.write({
      'api.yaml': `openapi: 3.0.3\ninfo: {title: a, version: 1.0.0}\npaths:\n${paths.join('\n')}\ncomponents: {schemas: {A: {type: object}}}\n`,
      ...Object.fromEntries(
        Array.from({length: count}, (_, n) => [
          `paths/p${n}.yaml`,
          `get:
  responses:
    '200':
      description: ok
      content:
        application/json:
          schema: {allOf: [{$ref: '../api.yaml#/components/schemas/A'}, {$ref: 'p${(n + 1) % count}.yaml#/x-s'}]}
x-s: {type: object, properties: {next: {$ref: 'p${(n + 2) % count}.yaml#/x-s'}}}
`,
        ]),
      ),
    })
    const report = await project.read(['api.yaml'])
    expect(report.findings).toEqual([])
    expect(report.data?.['contracts']).toMatchObject([{operations: count}])
  })

  test('in circles end', async () => {
    const ring = Array.from({length: 50}, (_, n) => `    S${n}: {$ref: '#/components/schemas/S${(n + 1) % 50}'}`)
    project.write({'a.yaml': `${contract}components:\n  schemas:\n${ring.join('\n')}\n`})
    expect(await project.told(['a.yaml'])).toEqual([
      'a.yaml:6:16 openapi/reference This reference only leads back to itself, through a circle of 50 references.',
    ])
  })
})

test('files whose schemas refer to two others each are judged in a moment, and a fault in one is told once', async () => {
  const count = 60
  const schemas = Array.from({length: count}, (_, index) => {
    const refs = [1, 2].map(step => `n${step}: {$ref: s${(index + step) % count}.yaml}`)
    return [`s${index}.yaml`, `type: ${index === count - 1 ? 'text' : 'object'}\nproperties: {${refs.join(', ')}}\n`]
  })
  project.write({
    'openapi.yaml':
      'openapi: 3.0.3\ninfo: {title: A, version: "1"}\npaths: {}\ncomponents: {schemas: {A: {$ref: s0.yaml}}}\n',
    ...Object.fromEntries(schemas),
  })
  const {findings} = await project.read(['openapi.yaml'])
  expect(findings.map(({rule, location}) => `${rule} ${location.path}`)).toEqual([
    `openapi/structure s${count - 1}.yaml`,
  ])
})
