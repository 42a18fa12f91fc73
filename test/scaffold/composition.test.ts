import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {expect, test} from 'vitest'
import type {Choices} from '../../src/scaffold/composition.js'
import {plan} from '../../src/scaffold/plan.js'
import {templateOf, temporaryFolder} from './fixture.js'

const about = {version: '1.0.0', summary: 'A template'}

const files: Readonly<Record<string, string>> = {
  'ground/template.json': JSON.stringify({...about, abstract: true}),
  'ground/files/src/log.ts': 'export const workItem = 1\n',
  'house/template.json': JSON.stringify({
    ...about,
    layers: ['ground'],
    resource: 'work item',
    answers: {port: {type: 'integer', summary: 'A port.', minimum: 1, maximum: 9, default: 3}},
    choices: {
      kind: {summary: 'What it speaks.', several: true, from: 'house/kind', default: ['rest']},
      store: {summary: 'Where it keeps things.', from: 'house/store', default: ['memory']},
    },
    policies: {'src/features.ts': 'owned', 'src/*/**': 'once'},
  }),
  'house/files/package.json.hbs': '{"name": {{json name}}, "dependencies": {"ajv": "1", "zod": "1"}}',
  'house/files/src/features.ts': '// Features.\n',
  'house/files/src/work-items/work-item.ts': 'export interface WorkItem {}\n',
  'house/shared/template.json': JSON.stringify({...about, abstract: true}),
  'house/shared/files/test/shared.ts': 'export {}\n',
  'house/kind/rest/template.json': JSON.stringify({...about, layers: ['house/shared'], resource: 'work item'}),
  'house/kind/rest/files/src/rest/work-items.ts': 'export const getWorkItem = 1\n',
  'house/kind/rest/parts/src/features.ts': "export {rest} from './rest/work-items.js'\n",
  'house/kind/grpc/template.json': JSON.stringify({...about, layers: ['house/shared'], policies: {'proto/**': 'once'}}),
  'house/kind/grpc/files/proto/a.proto': 'syntax = "proto3"; // a work item\n',
  'house/kind/grpc/parts/src/features.ts': "export {grpc} from './grpc.js'\n",
  'house/kind/grpc/parts/package.json.hbs': '{"dependencies": {"grpc": "{{port}}"}}',
  'house/store/memory/template.json': JSON.stringify(about),
  'house/store/postgres/template.json': JSON.stringify(about),
  'house/store/postgres/parts/package.json': '{"dependencies": {"pg": "1"}}',
}

async function composed(choices: Choices = {}, more: Readonly<Record<string, string>> = {}) {
  const root = temporaryFolder()
  for (const [path, content] of Object.entries({...files, ...more})) {
    mkdirSync(dirname(join(root, 'templates', path)), {recursive: true})
    writeFileSync(join(root, 'templates', path), content)
  }
  return templateOf(root, 'house', choices)
}

async function planned(choices: Choices = {}) {
  return plan(await composed(choices), {name: 'orders', answers: {}, meshVersion: '1.0.0'})
}

async function textOf(path: string, choices: Choices = {}) {
  return (await planned(choices)).files.find(file => file.path === path)?.content.toString()
}

test('a template alone has its layers and the defaults of its choices', async () => {
  const {choices, layers} = await composed()
  expect(choices).toEqual({kind: ['rest'], store: ['memory']})
  expect(layers.map(({name}) => name)).toEqual(['ground', 'house/store/memory', 'house/shared', 'house/kind/rest'])
  expect((await planned()).files.map(({path}) => path)).toEqual([
    'package.json',
    'src/features.ts',
    'src/log.ts',
    'src/orders/order.ts',
    'src/rest/orders.ts',
    'test/shared.ts',
  ])
})

test('options come together in one project, each once with what is beneath it', async () => {
  const chosen = {kind: ['rest', 'grpc', 'rest'], store: ['postgres']}
  expect((await composed(chosen)).layers.map(({name}) => name)).toEqual([
    'ground',
    'house/shared',
    'house/kind/grpc',
    'house/store/postgres',
    'house/kind/rest',
  ])
  expect(await textOf('src/features.ts', chosen)).toBe(
    "// Features.\nexport {grpc} from './grpc.js'\nexport {rest} from './rest/orders.js'\n",
  )
  expect(JSON.parse((await textOf('package.json', chosen)) ?? '')).toEqual({
    name: 'orders',
    dependencies: {ajv: '1', grpc: '3', pg: '1', zod: '1'},
  })
})

test('the order of choosing makes no difference', async () => {
  const one = await planned({kind: ['rest', 'grpc']})
  const other = await planned({kind: ['grpc', 'rest']})
  expect(one.files).toEqual(other.files)
})

test('each template speaks about the resource, or does not, in its own files', async () => {
  const chosen = {kind: ['grpc', 'rest']}
  expect(await textOf('src/rest/orders.ts', chosen)).toContain('getOrder')
  expect(await textOf('proto/a.proto', chosen)).toContain('a work item')
  expect(await textOf('src/log.ts', chosen)).toContain('workItem')
})

test('each template says who owns its own files; parts follow the file that they go into', async () => {
  const policies = Object.fromEntries((await planned({kind: ['grpc']})).files.map(({path, policy}) => [path, policy]))
  expect(policies).toMatchObject({
    'package.json': 'managed',
    'proto/a.proto': 'once',
    'src/features.ts': 'owned',
    'src/orders/order.ts': 'once',
  })
})

test('a name is refused that clashes with code of any of the templates', async () => {
  const template = await composed({}, {'house/kind/rest/files/src/rest/extra.ts': 'const order = workItem\n'})
  const {resource, notes} = plan(template, {name: 'orders', answers: {}, meshVersion: '1.0.0'})
  expect(resource?.singular).toBe('order item')
  expect(notes).toEqual([expect.stringContaining('clashes with "order" in the code')])
})

test.each([
  [{kind: ['rset']}, 'Kind "rset" is unknown. Did you mean "rest"?'],
  [{store: ['memory', 'postgres']}, 'There can be one store, and "memory" and "postgres" were given.'],
  [{kind: []}, 'There must be a kind, and none was given.'],
  [{colour: ['red']}, 'Template "house" has no choice "colour".'],
])('a wrong choice is a sentence: %j', async (chosen, message) => {
  await expect(composed(chosen)).rejects.toThrow(message)
})

test.each([
  ['{"default": ["soap"]}', 'Choice "kind" has no option "soap".'],
  ['{"several": "yes"}', '"choices.kind.several"'],
])('a wrong declaration fails the build: %s', async (more, message) => {
  const manifest = JSON.parse(files['house/template.json'] ?? '')
  Object.assign(manifest.choices.kind, JSON.parse(more))
  await expect(composed({}, {'house/template.json': JSON.stringify(manifest)})).rejects.toThrow(message)
})

test('an option may only name what is answered', async () => {
  const more = {'house/kind/rest/parts/README.md.hbs': '{{colour}}'}
  await expect(composed({}, more)).rejects.toThrow(
    'templates/house/kind/rest/parts/README.md.hbs: "colour" is not declared',
  )
})

test('an option has what it needs, unless something else was chosen for that', async () => {
  const about = {version: '1.0.0', summary: 'An option'}
  const house = JSON.parse(files['house/template.json'] ?? '')
  const more = {
    'house/template.json': JSON.stringify({
      ...house,
      choices: {...house.choices, broker: {summary: 'What carries.', from: 'house/broker', default: []}},
    }),
    'house/kind/worker/template.json': JSON.stringify({...about, needs: {broker: 'inside'}}),
    'house/broker/inside/template.json': JSON.stringify(about),
    'house/broker/outside/template.json': JSON.stringify(about),
  }
  const chosen = async (choices: Choices) => (await composed(choices, more)).choices['broker']
  expect(await chosen({kind: ['rest']})).toEqual([])
  expect(await chosen({kind: ['rest', 'worker']})).toEqual(['inside'])
  expect(await chosen({kind: ['worker'], broker: ['outside']})).toEqual(['outside'])
  const usual = {...house.choices, broker: {summary: 'What carries.', from: 'house/broker', default: ['outside']}}
  more['house/template.json'] = JSON.stringify({...house, choices: usual})
  expect(await chosen({kind: ['rest']})).toEqual(['outside'])
  expect(await chosen({kind: ['worker']})).toEqual(['inside'])
})

test('what two options have in common comes when both are chosen, behind them', async () => {
  const joint = {version: '1.0.0', summary: 'Both', abstract: true}
  const more = {
    'house/kind/rest/with/store/memory/template.json': JSON.stringify(joint),
    'house/kind/rest/with/store/memory/files/BOTH.md.hbs': '{{name}} is in memory.',
  }
  const paths = async (choices: Choices) => (await composed(choices, more)).files.map(({example}) => example)
  expect(await paths({kind: ['rest'], store: ['memory']})).toContain('BOTH.md')
  expect(await paths({kind: ['rest'], store: ['postgres']})).not.toContain('BOTH.md')
  expect(await paths({kind: ['grpc'], store: ['memory']})).not.toContain('BOTH.md')
  const wrong = {'house/kind/rest/with/store/disk/template.json': JSON.stringify(joint)}
  await expect(composed({}, wrong)).rejects.toThrow(
    'templates/house/kind/rest/with/store/disk: There is no option "disk" of a choice "store".',
  )
})
