import {spawnSync} from 'node:child_process'
import {resolve} from 'node:path'
import {expect, test} from 'vitest'
import {figures, orders, Project} from './linted.js'

const project = new Project()
const mesh = resolve('bin/run.js')

function begin() {
  project.write({'contracts/orders.yaml': orders, 'contracts/schemas/figures.yaml': figures})
}

test('the score is the share of elements without an error or a warning', async () => {
  begin()
  const {data, outcome, summary} = await project.lint(undefined, {minScore: 0})
  const {elements, passed, percent} = (data as {score: {elements: number; passed: number; percent: number}}).score
  expect(elements - passed, 'an operation and a property').toBe(2)
  expect(elements).toBeGreaterThan(3)
  expect(percent).toBeCloseTo((passed / elements) * 100, 0)
  expect(outcome, 'errors fail whatever the score is').toBe('fail')
  expect(summary).toContain(`score ${percent} %`)
  const clean = await project.lint({extends: []}, {minScore: 100})
  expect(clean).toMatchObject({outcome: 'pass', data: {score: {percent: 100, elements}}})
})

test('a score below what is demanded fails, be it by the flag or by mesh.yaml', async () => {
  begin()
  const lint = {extends: [], rules: {'openapi/operation-id': 'warning'}}
  expect((await project.lint(lint)).outcome).toBe('pass')
  expect((await project.lint(lint, {minScore: 10})).outcome).toBe('pass')
  const failed = await project.lint({...lint, minScore: 95})
  expect(failed.outcome).toBe('fail')
  expect(failed.summary).toContain('below the 95 % that are demanded')
  const info = {extends: [], rules: {'openapi/operation-id': 'info'}, minScore: 95}
  expect((await project.lint(info)).outcome, 'an info is no fault').toBe('pass')
})

test('two faults of one element are one element that does not pass', async () => {
  project.write({
    'contracts/orders.yaml': orders
      .replace('      operationId: get_metrics\n', '')
      .replace('description: Figures', "description: ''"),
    'contracts/schemas/figures.yaml': figures.replace(
      'total_count: {type: integer}',
      '{a_b: {type: string}, cD: {type: string}}',
    ),
  })
  const {data, findings} = await project.lint(undefined, {minScore: 0})
  const {elements, passed} = (data as {score: {elements: number; passed: number}}).score
  expect(elements - passed).toBe(new Set(findings.map(({location}) => location.start.line)).size)
})

test('a baseline does not make the score better', async () => {
  begin()
  const before = await project.lint(undefined, {minScore: 0})
  const after = await project.lint(undefined, {minScore: 0, writeBaseline: true})
  expect(after.findings).toEqual([])
  expect(after.data?.score).toEqual(before.data?.score)
})

test('the time of every rule that ran is told when it is asked for', async () => {
  begin()
  const {data, tables} = await project.lint(undefined, {timing: true})
  const {timing} = data as {timing: {readingMs: number; rulesMs: number; rules: {rule: string; ms: number}[]}}
  expect(timing.rules.map(({rule}) => rule).sort()).toEqual(['openapi/operation-id', 'shared/field-naming'])
  expect(timing.readingMs).toBeGreaterThan(0)
  expect(tables?.[0]?.rows.find(([rule]) => rule === 'openapi/operation-id')?.[2]).toBe(1)
  expect((await project.lint()).data).not.toHaveProperty('timing')
})

test('what is piped in is judged as the file that it is called', async () => {
  project.write({'contracts/schemas/figures.yaml': figures})
  const stdin = {path: 'contracts/orders.yaml', text: orders}
  expect(await project.found(undefined, {stdin})).toEqual([
    'contracts/orders.yaml:10 error openapi/operation-id',
    'contracts/schemas/figures.yaml:4 error shared/field-naming',
  ])
  project.write({'contracts/orders.yaml': 'openapi: ['})
  expect(await project.found(undefined, {stdin}), 'and counts more than the file').toHaveLength(2)
  const proto = {path: 'a.proto', text: 'syntax = "proto3";\nmessage A {'}
  expect((await project.lint(undefined, {stdin: proto})).findings.map(({location}) => location.path)).toContain(
    'a.proto',
  )
})

test('the command reads standard input when it is told to, and only then', () => {
  project.write({'contracts/schemas/figures.yaml': figures})
  const run = (words: readonly string[], input: string) =>
    spawnSync(process.execPath, [mesh, 'lint', 'contracts', ...words], {cwd: project.folder, input, encoding: 'utf8'})
  const named = run(['--stdin-filename', 'contracts/orders.yaml', '--only', 'openapi/operation-id'], `\uFEFF${orders}`)
  expect(named.stdout).toContain('contracts/orders.yaml\n  10:20 error   The operationId "get_metrics"')
  expect(named.status).toBe(1)
  const dash = run(['-', '--only', 'openapi/operation-id'], orders)
  expect(dash.stdout).toContain('stdin.yaml\n')
  const empty = run(['-'], '')
  expect([empty.status, empty.stderr]).toEqual([2, expect.stringContaining('"stdin.yaml" is empty.')])
  const nothing = run([], orders)
  expect([nothing.status, nothing.stderr]).toEqual([2, expect.stringContaining('None of 1 files is a contract')])
  expect(run(['--min-score', 'high'], '').stderr).toContain('--min-score is given "high"')
})
