import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test, vi} from 'vitest'
import {pathInRepository} from '../../src/io/repository.js'

let folder = ''

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'mesh-repository-')))
  mkdirSync(join(folder, 'services/orders/contracts'), {recursive: true})
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, {recursive: true, force: true})
})

/** A worker of vitest cannot change its working directory. */
function workIn(path: string) {
  vi.spyOn(process, 'cwd').mockReturnValue(path)
}

test('calls a file as the repository does, from a folder inside of it', () => {
  mkdirSync(join(folder, '.git'))
  workIn(join(folder, 'services/orders'))
  expect(pathInRepository('contracts/openapi.yaml')).toBe('services/orders/contracts/openapi.yaml')
  expect(pathInRepository(join(folder, 'shared/errors.yaml'))).toBe('shared/errors.yaml')
  workIn(folder)
  expect(pathInRepository('contracts/openapi.yaml')).toBe('contracts/openapi.yaml')
})

test('knows a worktree or submodule by its file', () => {
  writeFileSync(join(folder, 'services/.git'), 'gitdir: elsewhere\n')
  workIn(join(folder, 'services/orders'))
  expect(pathInRepository('a.yaml')).toBe('orders/a.yaml')
})

test('leaves a path as it is when it is in no repository', () => {
  workIn(join(folder, 'services/orders'))
  expect(pathInRepository('contracts/openapi.yaml')).toBe('contracts/openapi.yaml')
  mkdirSync(join(folder, 'services/orders/.git'))
  workIn(join(folder, 'services/orders/contracts'))
  expect(pathInRepository('/elsewhere/a.yaml')).toBe('/elsewhere/a.yaml')
  expect(pathInRepository('https://example.com/a.yaml')).toBe('https://example.com/a.yaml')
})
