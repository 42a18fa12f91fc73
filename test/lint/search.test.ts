import fileSystem, {symlinkSync} from 'node:fs'
import {syncBuiltinESMExports} from 'node:module'
import {join} from 'node:path'
import {describe, expect, test, vi} from 'vitest'
import {Project} from './linted.js'
import {commit, git} from './repository.js'

const project = new Project()
const contract = 'openapi: 3.1.0\ninfo: {title: Orders, version: 1.0.0}\npaths: {}\n'

/** Writes contracts, and a repository around them. */
function begin(...paths: string[]): void {
  project.write(Object.fromEntries(paths.map(path => [path, contract])))
  git(project.folder, 'init', '-q', '-b', 'main')
}

function link(path: string, target: string): void {
  symlinkSync(target, join(project.folder, path))
}

/** The contracts that are judged, and what is said about links. */
async function judged(...paths: string[]): Promise<{contracts: string[]; lines: string[]}> {
  const {data, lines = []} = await project.lint({extends: 'mesh:minimal'}, {paths})
  // Sound: the key is part of the interface of the JSON output.
  const contracts = (data?.['contracts'] ?? []) as {path: string}[]
  return {contracts: contracts.map(({path}) => path), lines: lines.map(({text}) => text)}
}

const found = async (...paths: string[]) => (await judged(...paths)).contracts

describe('what git ignores', () => {
  test('is not looked at, by the patterns of every folder', async () => {
    begin(
      'a.yaml',
      'build/a.yaml',
      'api/b.yaml',
      'api/b.gen.yaml',
      'api/kept.gen.yaml',
      'other/c.gen.yaml',
      'odd "ü\n.yaml',
    )
    project.write({'.gitignore': 'build/\nodd*\n', 'api/.gitignore': '*.gen.yaml\n!kept.*\n'})
    expect(await found()).toEqual(['a.yaml', 'api/b.yaml', 'api/kept.gen.yaml', 'other/c.gen.yaml'])
    expect(await found('api')).toEqual(['api/b.yaml', 'api/kept.gen.yaml'])
  })

  test('is looked at when it is named, or its folder, or it is tracked', async () => {
    begin('build/sub/a.yaml', 'tracked.gen.yaml', 'b.gen.yaml')
    project.write({'.gitignore': 'build/\n*.gen.yaml\n'})
    git(project.folder, 'add', '-f', 'tracked.gen.yaml')
    expect(await found()).toEqual(['tracked.gen.yaml'])
    expect(await found('b.gen.yaml')).toEqual(['b.gen.yaml'])
    for (const path of ['build', 'build/sub', 'build/**/*.yaml'])
      expect(await found(path)).toEqual(['build/sub/a.yaml'])
    await expect(found('**/b.*.yaml')).rejects.toThrow('No file matches "**/b.*.yaml".')
  })

  test('is known in submodules and worktrees', async () => {
    project.write({'library/lib.yaml': contract, 'library/gen/lib.yaml': contract, 'library/.gitignore': 'gen/\n'})
    const library = join(project.folder, 'library')
    git(library, 'init', '-q', '-b', 'main')
    commit(library)
    begin('main.yaml')
    git(project.folder, 'submodule', '--quiet', 'add', `file://${library}`, 'module')
    project.write({'module/gen/lib.yaml': contract, '.gitignore': 'library/\ntree/\n'})
    expect(await found()).toEqual(['main.yaml', 'module/lib.yaml'])
    commit(project.folder)
    git(project.folder, 'worktree', 'add', '-q', 'tree', '-b', 'tree')
    project.write({'tree/main.gen.yaml': contract, 'tree/.gitignore': '*.gen.yaml\n'})
    expect(await found('tree')).toEqual(['tree/main.yaml'])
  })
})

test('without a repository nothing is ignored', async () => {
  project.write({'lib.yaml': contract, 'gen/lib.yaml': contract, '.gitignore': 'gen/\n'})
  expect(await found()).toEqual(['gen/lib.yaml', 'lib.yaml'])
})

describe('symbolic links', () => {
  test('are followed within the repository, and a file is judged once', async () => {
    begin('real/a.yaml', 'real/ignored.yaml')
    project.write({'.gitignore': 'ignored.yaml\n', 'contracts/readme.md': ''})
    link('contracts/folder', '../real')
    link('contracts/again', '../real')
    link('contracts/file.yaml', '../real/a.yaml')
    expect(await found('contracts')).toEqual(['contracts/again/a.yaml'])
    expect(await judged()).toEqual({contracts: ['real/a.yaml'], lines: []})
  })

  test('that lead to each other come to an end', async () => {
    begin('x/a.yaml', 'y/b.yaml')
    for (const name of ['1', '2', '3']) {
      link(`x/to-y${name}`, '../y')
      link(`y/to-x${name}`, '../x')
      link(`x/here${name}`, '.')
      link(`y/top${name}`, '..')
    }
    expect(await found()).toEqual(['x/a.yaml', 'y/b.yaml'])
  })

  test('that lead out or nowhere are told if they may lead to contracts', async () => {
    project.write({'outside/a.yaml': contract})
    const outside = join(project.folder, 'outside')
    project.write({'repository/b.yaml': contract, 'repository/.gitignore': 'bazel-out\n'})
    git(join(project.folder, 'repository'), 'init', '-q')
    link('repository/folder', outside)
    link('repository/bazel-out', outside)
    link('repository/file.yaml', join(outside, 'a.yaml'))
    link('repository/licence.txt', join(outside, 'a.yaml'))
    link('repository/gone.yaml', './not-there.yaml')
    expect(await judged('repository')).toEqual({
      contracts: ['repository/b.yaml'],
      lines: [
        'Symbolic links "repository/file.yaml", "repository/folder" lead out of the repository and are not followed.',
        'Symbolic link "repository/gone.yaml" leads nowhere and is not followed.',
      ],
    })
    // Who names it means it.
    expect(await found('repository/file.yaml')).toEqual(['repository/file.yaml'])
  })

  test('that are named and lead nowhere are told as links', async () => {
    link('gone.yaml', './not-there.yaml')
    link('loop.yaml', './loop.yaml')
    await expect(found('gone.yaml')).rejects.toThrow(/^Cannot read "gone\.yaml": its symbolic link leads nowhere\.$/)
    await expect(found('loop.yaml')).rejects.toThrow(/^Cannot read "loop\.yaml": its symbolic links form a loop\.$/)
  })

  test('are named where nothing else is found', async () => {
    project.write({'outside/a.yaml': contract, 'repository/contracts/readme.md': ''})
    git(join(project.folder, 'repository'), 'init', '-q')
    link('repository/contracts/orders', '../../outside')
    await expect(found('repository')).rejects.toThrow(
      'No file may be a contract in "repository". Symbolic link "repository/contracts/orders" leads out of the repository and is not followed.',
    )
  })
})

describe('a folder that may not be read', () => {
  /** Tests may be run by root, who may read everything. */
  async function closed<T>(folder: string, work: () => Promise<T>): Promise<T> {
    const {readdirSync} = fileSystem
    const refused = Object.assign(new Error('EACCES'), {code: 'EACCES'})
    const spy = vi.spyOn(fileSystem, 'readdirSync').mockImplementation(((path: string, options: never) => {
      if (path.startsWith(join(project.folder, folder))) throw refused
      return readdirSync(path, options)
    }) as typeof readdirSync)
    syncBuiltinESMExports()
    try {
      return await work()
    } finally {
      spy.mockRestore()
      syncBuiltinESMExports()
    }
  }

  test('is told of, and the rest is judged', async () => {
    begin('a.yaml', 'secret/b.yaml')
    expect(await closed('secret', () => judged())).toEqual({
      contracts: ['a.yaml'],
      lines: ['Folder "secret" may not be read; what is in it is not judged.'],
    })
  })

  test('is why nothing was found', async () => {
    begin('secret/b.yaml')
    await expect(closed('secret', () => found('secret'))).rejects.toThrow(
      'No file may be a contract in "secret". Folder "secret" may not be read; what is in it is not judged.',
    )
  })
})

test('a path as Windows writes it is answered with the one that was meant', async () => {
  begin('api/a.yaml')
  await expect(found('api\\a.yaml')).rejects.toThrow(/does not exist\. Did you mean "api\/a\.yaml"\?$/)
})
