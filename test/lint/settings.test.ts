import {expect, test} from 'vitest'
import type {LintRequest} from '../../src/lint/request.js'
import {figures, orders, Project} from './linted.js'

const project = new Project()

const operation = 'contracts/orders.yaml:10 error openapi/operation-id'
const property = 'contracts/schemas/figures.yaml:4 error shared/field-naming'

function begin() {
  project.write({'contracts/orders.yaml': orders, 'contracts/schemas/figures.yaml': figures})
}

async function refused(lint: unknown, request: Partial<LintRequest> = {}): Promise<string> {
  return project.lint(lint, request).then(
    () => 'not refused',
    (error: Error) => error.message,
  )
}

test('the preset decides which rules run, and a severity in "rules" turns one on', async () => {
  begin()
  expect(await project.found({})).toEqual([operation, property])
  expect(await project.found({extends: 'mesh:minimal'})).toEqual([])
  expect(await project.found({extends: 'mesh:minimal', rules: {'shared/field-naming': 'warning'}})).toEqual([
    property.replace('error', 'warning'),
  ])
  expect(await project.found({extends: ['mesh:minimal', 'mesh:standard']})).toEqual([operation, property])
  expect((await project.lint({extends: 'mesh:minimal'})).data).toMatchObject({ignored: 0})
})

test('what the readers check is told whatever the preset is', async () => {
  begin()
  project.write({'contracts/schemas/figures.yaml': figures.replace('Figures', 'Figure')})
  expect(await project.found({extends: []})).toEqual(['contracts/orders.yaml:19 error openapi/reference'])
  expect(await project.found({extends: [], rules: {'openapi/reference': 'info'}})).toEqual([
    'contracts/orders.yaml:19 info openapi/reference',
  ])
})

test('files of the repository share settings; who extends them has the last word', async () => {
  begin()
  project.write({
    'shared/base.yaml': 'rules:\n  openapi/operation-id: info\n  shared/field-naming: warning\n',
    'shared/team.yaml': 'extends: [base.yaml]\nrules:\n  shared/field-naming: info\n',
  })
  expect(await project.found({extends: 'shared/team.yaml'})).toEqual([
    operation.replace('error', 'info'),
    property.replace('error', 'info'),
  ])
  expect(await project.found({extends: 'shared/team.yaml', rules: {'oas-operation-id': 'off'}})).toEqual([
    property.replace('error', 'info'),
  ])
  expect(await project.found({extends: ['mesh:minimal', 'shared/base.yaml']}), 'a named preset stays').toEqual([
    operation.replace('error', 'info'),
    property.replace('error', 'warning'),
  ])
})

test('what cannot be extended is told', async () => {
  begin()
  project.write({
    'a.yaml': 'extends: b.yaml\n',
    'b.yaml': 'extends: a.yaml\n',
    'odd.yaml': 'rules: {}\nrulez: {}\n',
    'broken.yaml': 'rules: [\n',
    'unknown.yaml': 'rules:\n  openapi/operation-ids: off\n',
  })
  expect(await refused({extends: 'mesh:standart'})).toMatch(/"mesh:standart".*Did you mean "mesh:standard"\?$/)
  expect(await refused({extends: 'a.yaml'})).toBe('"a.yaml" extends itself.')
  expect(await refused({extends: 'odd.yaml'})).toContain('Key "rulez" is unknown. Did you mean "rules"?')
  expect(await refused({extends: 'broken.yaml'})).toContain('"broken.yaml" is not valid YAML')
  expect(await refused({extends: 'none.yaml'})).toContain('it does not exist')
  expect(await refused({extends: '/etc/hostname'})).toContain('outside of the folder of mesh.yaml')
  expect(await refused({extends: 'unknown.yaml'})).toMatch(
    /^Rule "openapi\/operation-ids" of "rules" of unknown.yaml is unknown. Did you mean "openapi\/operation-id"\?$/,
  )
})

test('an override counts for the file in which the finding is, and the last one wins', async () => {
  begin()
  const overrides = [
    {files: ['contracts/schemas/**'], rules: {'shared/field-naming': 'off'}},
    {files: ['**/orders.yaml'], rules: {'openapi/operation-id': 'info'}},
  ]
  expect(await project.found({overrides})).toEqual([operation.replace('error', 'info')])
  const back = {files: ['**/figures.yaml'], rules: {'shared/field-naming': 'warning'}}
  expect(await project.found({overrides: [...overrides, back]})).toEqual([
    operation.replace('error', 'info'),
    property.replace('error', 'warning'),
  ])
})

test('a severity of its own keeps the options that were set before', async () => {
  begin()
  project.write({'base.yaml': 'rules:\n  shared/field-naming: [error, {allow: [total_count]}]\n'})
  const lint = {extends: ['base.yaml'], rules: {'shared/field-naming': 'warning'}}
  expect(await project.found(lint)).toEqual([operation])
})

test('flags choose rules by id, name of the catalogue, folder and glob', async () => {
  begin()
  expect(await project.found({}, {only: ['oas-operation-id']})).toEqual([operation])
  expect(await project.found({}, {only: ['openapi']})).toEqual([operation])
  expect(await project.found({}, {only: ['*/field-*']})).toEqual([property])
  expect(await project.found({}, {skip: ['openapi/']})).toEqual([property])
  expect(await project.found({}, {only: ['shared'], skip: ['shared/field-naming']})).toEqual([])
  expect(await project.found({}, {rules: ['openapi/operation-id=info', 'shared-field-naming=off']})).toEqual([
    operation.replace('error', 'info'),
  ])
  const off = {rules: {'openapi/operation-id': 'off'}}
  expect(await project.found(off, {only: ['openapi/operation-id']}), 'asked for by its id').toEqual([operation])
  expect(await project.found(off, {only: ['openapi']})).toEqual([])
})

test('flags that name no rule are told', async () => {
  begin()
  expect(await refused({}, {only: ['opanapi']})).toMatch(/^--only names "opanapi".*Did you mean "openapi"\?$/)
  expect(await refused({}, {skip: ['oas-operation-ids']})).toMatch(/Did you mean "oas-operation-id"\?$/)
  expect(await refused({}, {rules: ['openapi/operation-id']})).toContain('no rule with a severity')
  expect(await refused({}, {rules: ['openapi/operation-id=warnin']})).toContain('Did you mean "warning"?')
})

test('a contract that cannot be read is told even when other rules are asked for', async () => {
  project.write({'contracts/orders.yaml': 'openapi: 3.1.0\npaths: [\n'})
  expect(await project.found({}, {only: ['shared/field-naming']})).toEqual([
    'contracts/orders.yaml:3 error shared/syntax',
  ])
  expect(await project.found({}, {skip: ['shared/syntax']})).toEqual([])
})

test('nothing is told about ignored files, not even when they are named', async () => {
  begin()
  expect(await project.found({ignore: ['contracts/schemas/**']})).toEqual([operation])
  const {findings, outcome, summary} = await project.lint(
    {},
    {ignore: ['contracts/**'], paths: ['contracts/orders.yaml']},
  )
  expect({findings, outcome}).toEqual({findings: [], outcome: 'pass'})
  expect(summary).toContain('all files are ignored')
})

test('what fails the run can be chosen', async () => {
  begin()
  const warnings = {extends: [], rules: {'openapi/operation-id': 'warning', 'shared/field-naming': 'warning'}}
  const outcome = async (lint: object, request: Partial<LintRequest> = {}) =>
    (await project.lint({...warnings, ...lint}, request)).outcome
  expect(await outcome({})).toBe('pass')
  expect(await outcome({failOn: 'warning'})).toBe('fail')
  expect(await outcome({failOn: 'info'})).toBe('fail')
  expect(await outcome({failOn: 'warning'}, {failOn: 'error'}), 'the flag counts more').toBe('pass')
  expect(await outcome({maxWarnings: 2})).toBe('pass')
  expect(await outcome({maxWarnings: 2}, {maxWarnings: 1})).toBe('fail')
  expect((await project.lint(warnings, {maxWarnings: 1})).summary).toContain('more warnings than 1')
  expect((await project.lint({extends: 'mesh:all', failOn: 'never'})).outcome).toBe('pass')
})

test.each(['a.proto', 'a.graphql'])('%s that cannot be read is told with any preset and any rules', async file => {
  project.write({[file]: 'message A {\n'})
  for (const request of [{}, {only: ['openapi']}]) {
    const {findings} = await project.lint({extends: []}, request)
    expect(findings.map(({rule}) => rule.replace(/^.*\//, ''))).toContain('syntax')
  }
})

test('of two rules that tell of one fault the wider one does, unless the other is set by name', async () => {
  project.write({'contracts/orders.yaml': orders.replace(/operationId: .*/, "operationId: ''")})
  const operation = 'error openapi/operation-id'
  const narrow = 'warning openapi/operation-id-present'
  const about = async (lint: unknown, request: Partial<LintRequest> = {}) =>
    (await project.lint(lint, request)).findings
      .filter(({rule}) => rule.startsWith('openapi/operation-id'))
      .map(({severity, rule}) => `${severity} ${rule}`)
  expect(await about({extends: 'mesh:recommended'})).toEqual([narrow])
  expect(await about({extends: 'mesh:all'})).toEqual([operation])
  expect(await about({extends: 'mesh:all', rules: {'openapi/operation-id': 'off'}})).toEqual([narrow])
  expect(await about({extends: 'mesh:all'}, {only: ['openapi/operation-id-present']})).toEqual([narrow])
  expect(await about({extends: 'mesh:all', rules: {'openapi/operation-id-present': 'info'}})).toEqual([
    operation,
    narrow.replace('warning', 'info'),
  ])
})
