import {existsSync, mkdirSync, readFileSync, renameSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import type {LintRequest} from '../../src/lint/request.js'
import {figures, orders, Project} from './linted.js'

const project = new Project()
const write = {writeBaseline: true}

function begin() {
  project.write({'contracts/orders.yaml': orders, 'contracts/schemas/figures.yaml': figures})
}

function baseline(): Record<string, Record<string, string[]>> {
  return JSON.parse(readFileSync(join(project.folder, 'mesh-baseline.json'), 'utf8')).findings
}

async function refused(request: Partial<LintRequest>): Promise<string> {
  return project.lint(undefined, request).then(
    () => 'not refused',
    (error: Error) => error.message,
  )
}

test('what was there at the beginning is not told again, by file and rule', async () => {
  begin()
  expect(await project.found()).toHaveLength(2)
  const made = await project.lint(undefined, write)
  expect(made).toMatchObject({outcome: 'pass', findings: []})
  expect(made.data).toMatchObject({baseline: {path: 'mesh-baseline.json', known: 2, gone: 0, written: true}})
  expect(Object.entries(baseline()).map(([file, rules]) => [file, Object.keys(rules)])).toEqual([
    ['contracts/orders.yaml', ['openapi/operation-id']],
    ['contracts/schemas/figures.yaml', ['shared/field-naming']],
  ])
  const {outcome, findings, data} = await project.lint()
  expect({outcome, findings}).toEqual({outcome: 'pass', findings: []})
  expect(data).toMatchObject({baseline: {known: 2, gone: 0, written: false}})
  expect(await project.found(undefined, {baseline: false})).toHaveLength(2)
})

test('lines, neighbours and files may move; what is new is told', async () => {
  begin()
  await project.lint(undefined, write)
  project.write({
    'contracts/orders.yaml': `# A comment\n\n${orders}  /ready:\n    get: {operationId: get_ready, x-public: true, security: [], responses: {'200': {description: It is}}}\n`,
    'contracts/schemas/figures.yaml': figures.replace('    total', '    page_count: {type: integer}\n    total'),
  })
  expect(await project.found()).toEqual([
    'contracts/orders.yaml:23 error openapi/operation-id',
    'contracts/schemas/figures.yaml:4 error shared/field-naming',
  ])
  begin()
  mkdirSync(join(project.folder, 'api'))
  renameSync(join(project.folder, 'contracts'), join(project.folder, 'api/contracts'))
  expect(await project.found()).toEqual([])
})

test('the same message about another element is new', async () => {
  const twice = (a: string, b: string) => `${orders.replace('get_metrics', 'getMetrics')}components:
  schemas:
    A: {type: object, properties: {${a}: {type: string}}}
    B: {type: object, properties: {${b}: {type: string}}}
`
  project.write({
    'contracts/orders.yaml': twice('a_b', 'ab'),
    'contracts/schemas/figures.yaml': '{Figures: {type: object}}',
  })
  await project.lint(undefined, write)
  expect(await project.found()).toEqual([])
  project.write({'contracts/orders.yaml': twice('ab', 'a_b')})
  expect(await project.found()).toEqual(['contracts/orders.yaml:23 error shared/field-naming'])
})

test('one more of the same in a list is new', async () => {
  const parameter = '{name: page_size, in: query, schema: {type: integer}}'
  const list = (count: number) =>
    orders.replace('      x-public', `      parameters: [${Array(count).fill(parameter).join(', ')}]\n      x-public`)
  const only = {extends: [], rules: {'shared/field-naming': 'error'}}
  project.write({'contracts/orders.yaml': list(1), 'contracts/schemas/figures.yaml': 'Figures: {type: object}\n'})
  await project.lint(only, write)
  expect(await project.found(only)).toEqual([])
  project.write({
    'contracts/orders.yaml': list(1).replace('[{name', '[{name: sort, in: query, schema: {type: string}}, {name'),
  })
  expect(await project.found(only), 'it moved in the list').toEqual([])
})

test('it only shrinks: what is mended is taken out, what is new stays told', async () => {
  begin()
  await project.lint(undefined, write)
  project.write({
    'contracts/orders.yaml': orders.replace('get_metrics', 'getMetrics'),
    'contracts/schemas/figures.yaml': `${figures}    new_count: {type: integer}\n`,
  })
  const fresh = ['contracts/schemas/figures.yaml:5 error shared/field-naming']
  const {summary, next, data} = await project.lint()
  expect(summary).toContain('1 in the baseline · 1 of it mended')
  expect(next?.join()).toContain('--write-baseline')
  expect(data).toMatchObject({baseline: {known: 1, gone: 1, written: false}})
  expect(await project.found(undefined, write)).toEqual(fresh)
  expect(Object.keys(baseline())).toEqual(['contracts/schemas/figures.yaml'])
  expect(baseline()['contracts/schemas/figures.yaml']?.['shared/field-naming']).toHaveLength(1)
  expect(await project.found(), 'and is not taken in later').toEqual(fresh)
})

test('files that were not judged keep their entries; those of files that are gone go', async () => {
  begin()
  project.write({'contracts/other.yaml': orders.replace('schemas/figures.yaml', 'schemas/figures.yaml')})
  await project.lint(undefined, write)
  project.write({'contracts/other.yaml': orders.replace('get_metrics', 'getMetrics')})
  const {data} = await project.lint(undefined, {...write, paths: ['contracts/orders.yaml']})
  expect(data).toMatchObject({baseline: {gone: 0}})
  expect(Object.keys(baseline())).toContain('contracts/other.yaml')
  rmSync(join(project.folder, 'contracts/other.yaml'))
  expect((await project.lint(undefined, write)).data).toMatchObject({baseline: {gone: 1}})
  expect(Object.keys(baseline())).not.toContain('contracts/other.yaml')
})

test('a run that sees only some of the files does not take what several files make for mended', async () => {
  const parcels = (weight: string) => `openapi: 3.1.0
info: {title: Parcels, version: 1.0.0}
paths: {}
components:
  schemas:
    Parcel:
      type: object
      properties:
        id: {type: string}
        weightGrams: {type: ${weight}}
        carrier_name: {type: string}
        trackingCode: {type: string}
`
  project.write({
    'contracts/parcels.yaml': parcels('string'),
    'contracts/parcels.graphql':
      'type Query { parcel: Parcel }\ntype Parcel { id: String, weightGrams: Int, carrierName: String, trackingCode: String }\n',
    'contracts/a.proto': 'syntax = "proto3";\npackage one;\nmessage One {}\n',
    'contracts/b.proto': 'syntax = "proto3";\npackage two;\nmessage Two {}\n',
  })
  const names = ['shared/entity-types', 'shared/field-naming', 'protobuf/directory-one-package']
  const lint = {extends: [], rules: Object.fromEntries(names.map(id => [id, 'error']))}
  const told = async (paths: string[], more = {}) => (await project.lint(lint, {paths, ...more})).data
  const gone = (count: number) => ({baseline: {gone: count}})
  await project.lint(lint, write)
  const before = baseline()
  expect(new Set(Object.values(before).flatMap(Object.keys))).toEqual(new Set(names))
  const files = Object.keys(before)
  for (const file of files) expect(await told([file], write), file).toMatchObject(gone(0))
  expect(await told(['contracts/*.proto'], write)).toMatchObject(gone(0))
  expect(await told(['.'], {...write, ignore: ['contracts/parcels.graphql']})).toMatchObject(gone(0))
  expect(baseline()).toEqual(before)

  project.write({'contracts/parcels.yaml': parcels('integer').replace('carrier_name', 'carrierName')})
  // What the file alone breaks is mended for certain; what it breaks with others, when they have been seen.
  expect(await told(['contracts/parcels.yaml'])).toMatchObject(gone(1))
  expect(await told(['contracts'], write)).toMatchObject(gone(2))
  expect(Object.values(baseline()).flatMap(Object.keys)).not.toContain('shared/entity-types')
})

test('a contract that cannot be read is never accepted', async () => {
  project.write({'contracts/orders.yaml': 'openapi: 3.1.0\npaths: [\n'})
  const {outcome, findings} = await project.lint(undefined, write)
  expect({outcome, rules: findings.map(({rule}) => rule)}).toEqual({outcome: 'fail', rules: ['shared/syntax']})
  expect(baseline()).toEqual({})
})

test('another file is named by --baseline, and what is wrong with it is told', async () => {
  begin()
  expect(await refused({baseline: 'known.json'})).toBe('There is no baseline "known.json".')
  await project.lint(undefined, {...write, baseline: 'config/known.json'})
  expect(existsSync(join(project.folder, 'mesh-baseline.json'))).toBe(false)
  expect(await project.found(undefined, {baseline: 'config/known.json'})).toEqual([])
  project.write({'a.json': '<<<<<<< ours\n', 'b.json': '{"version": 2, "findings": {}}'})
  expect(await refused({baseline: 'a.json'})).toContain('not valid JSON')
  expect(await refused({baseline: 'b.json'})).toContain('Key "version" has to be one of 1')
  expect(await refused({...write, only: ['openapi']})).toContain('all rules')
})
