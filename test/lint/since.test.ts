import {join} from 'node:path'
import {expect, test} from 'vitest'
import type {LintRequest} from '../../src/lint/request.js'
import {figures, orders, Project} from './linted.js'
import {commit as commitIn, git as gitIn} from './repository.js'

const project = new Project()
const since = {since: 'main'}
const operation = 'contracts/orders.yaml:10 error openapi/operation-id'
const property = 'contracts/schemas/figures.yaml:4 error shared/field-naming'

const git = (...words: string[]) => gitIn(project.folder, ...words)
const commit = () => commitIn(project.folder)

function begin() {
  project.write({'contracts/orders.yaml': orders, 'contracts/schemas/figures.yaml': figures})
  git('init', '-q', '-b', 'main')
  commit()
}

async function refused(request: Partial<LintRequest>): Promise<string> {
  return project.lint(undefined, request).then(
    () => 'not refused',
    (error: Error) => error.message,
  )
}

test('nothing is told when nothing changed', async () => {
  begin()
  expect(await project.found(undefined, since)).toEqual([])
  expect((await project.lint(undefined, since)).outcome).toBe('pass')
})

test('findings on changed lines are told, whether they are committed or not', async () => {
  begin()
  git('checkout', '-q', '-b', 'feature')
  project.write({'contracts/orders.yaml': `# First\n${orders}`.replace('get_metrics', 'read_metrics')})
  expect(await project.found(undefined, since)).toEqual([operation.replace('10', '11')])
  commit()
  expect(await project.found(undefined, since)).toEqual([operation.replace('10', '11')])
})

test('a change elsewhere in the file tells nothing, unless whole files are asked for', async () => {
  begin()
  project.write({'contracts/orders.yaml': orders.replace('title: Orders', 'title: All orders')})
  expect(await project.found(undefined, since)).toEqual([])
  expect(await project.found(undefined, {...since, sinceScope: 'files'})).toEqual([operation])
})

test('what the branch itself got in the meantime is not ours', async () => {
  begin()
  git('checkout', '-q', '-b', 'feature')
  git('checkout', '-q', 'main')
  project.write({'contracts/orders.yaml': orders.replace('get_metrics', 'theirs_metrics')})
  commit()
  git('checkout', '-q', 'feature')
  expect(await project.found(undefined, since)).toEqual([])
})

test('what was taken away is missed in the element around it', async () => {
  begin()
  project.write({'contracts/orders.yaml': orders.replace('      operationId: get_metrics\n', '')})
  expect(await project.found(undefined, since)).toEqual(['contracts/orders.yaml:9 error openapi/operation-id'])
})

test('a file that git does not know is new as a whole, whatever it is called', async () => {
  begin()
  project.write({'contracts/naïve "orders".yaml': orders})
  expect(await project.found(undefined, since)).toEqual(['contracts/naïve "orders".yaml:10 error openapi/operation-id'])
  git('add', '-A')
  expect(await project.found(undefined, since), 'nor when it is added').toHaveLength(1)
})

test('lines that look like the header of a file are lines', async () => {
  begin()
  project.write({'notes.txt': '-- a\n-- b\n'})
  commit()
  project.write({
    'notes.txt': '++ a\n++ contracts/orders.yaml\n',
    'contracts/schemas/figures.yaml': `${figures}# End\n`,
  })
  expect(await project.found(undefined, since)).toEqual([])
  expect(await project.found(undefined, {...since, sinceScope: 'files'})).toEqual([property])
})

test('a moved file with one change is told about that change', async () => {
  begin()
  git('mv', 'contracts', 'api')
  expect(await project.found(undefined, since)).toEqual([])
  project.write({'api/schemas/figures.yaml': figures.replace('total_count', 'total_counts')})
  expect(await project.found(undefined, since)).toEqual([property.replace('contracts', 'api')])
})

test('a contract that a change broke is told wherever the fault is seen', async () => {
  begin()
  project.write({'contracts/orders.yaml': orders.replace('paths:', 'paths: [')})
  expect((await project.found(undefined, since)).join()).toContain('shared/syntax')
})

test('what git cannot tell is a sentence', async () => {
  project.write({'contracts/orders.yaml': orders, 'contracts/schemas/figures.yaml': figures})
  expect(await refused(since)).toContain('is in no git repository')
  begin()
  expect(await refused({since: 'nowhere'})).toBe('git knows no commit "nowhere".')
  expect(await refused({since: '--output=x'})).toBe('git knows no commit "--output=x".')
})

test('a shallow clone says what is missing and how to get it', async () => {
  project.write({'origin/contracts/orders.yaml': orders, 'origin/contracts/schemas/figures.yaml': figures})
  const origin = join(project.folder, 'origin')
  gitIn(origin, 'init', '-q', '-b', 'main')
  commitIn(origin)
  gitIn(origin, 'checkout', '-q', '-b', 'feature')
  project.write({'origin/contracts/orders.yaml': orders.replace('get_metrics', 'read_metrics')})
  commitIn(origin)
  git('clone', '-q', '--depth', '1', '--branch', 'feature', `file://${origin}`, 'clone')
  const clone = join(project.folder, 'clone')
  const request = {cwd: clone, root: clone}
  expect(await refused({...request, since: 'origin/main'})).toBe(
    'git knows no commit "origin/main"; this is a shallow clone.',
  )
  gitIn(clone, 'fetch', '-q', '--depth', '1', 'origin', 'main:refs/remotes/origin/main')
  // What is there of main has no history in common with the branch.
  await expect(project.lint(undefined, {...request, since: 'origin/main'})).rejects.toMatchObject({
    message: expect.stringContaining('shallow clone'),
    hint: expect.stringMatching(/git fetch --unshallow.*fetch-depth: 0/),
  })
  gitIn(clone, 'fetch', '-q', '--unshallow')
  expect(await project.found(undefined, {...request, since: 'origin/main'})).toEqual([operation])
})

test('a worktree and a submodule are repositories like others', async () => {
  begin()
  git('worktree', 'add', '-q', 'tree', '-b', 'feature')
  const tree = join(project.folder, 'tree')
  project.write({'tree/contracts/orders.yaml': orders.replace('get_metrics', 'read_metrics')})
  expect(await project.found(undefined, {...since, cwd: tree, root: tree})).toEqual([operation])
  const parent = join(project.folder, 'parent')
  project.write({'parent/readme.md': 'All of them.'})
  gitIn(parent, 'init', '-q', '-b', 'main')
  gitIn(parent, 'submodule', '--quiet', 'add', `file://${project.folder}`, 'orders')
  commitIn(parent)
  const module = join(parent, 'orders')
  project.write({'parent/orders/contracts/orders.yaml': orders.replace('get_metrics', 'read_metrics')})
  expect(await project.found(undefined, {...since, cwd: module, root: module})).toEqual([operation])
})
