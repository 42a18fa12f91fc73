import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {brotliDecompressSync} from 'node:zlib'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {Interrupted, MeshError} from '../../src/core/errors.js'
import {type CreateOptions, create} from '../../src/scaffold/create.js'
import {temporaryFolder, thing} from './fixture.js'

const kept = {...process.env}

beforeEach(() => {
  // Neither this repository nor the machine's settings may decide.
  Object.assign(process.env, {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
  })
})

afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in kept)) delete process.env[name]
  Object.assign(process.env, kept)
})

function options(cwd: string, more: Partial<CreateOptions> = {}): CreateOptions {
  return {
    template: thing,
    order: {name: 'orders', answers: {}},
    cwd,
    dependencies: 'leave',
    git: false,
    dryRun: false,
    progress: () => {},
    signal: new AbortController().signal,
    ...more,
  }
}

/** A program called npm, found before the real one. */
function npmThat(script: string): void {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'npm'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, 'npm'), 0o755)
  process.env['PATH'] = folder + delimiter + process.env['PATH']
}

const git = (cwd: string, ...words: string[]) => execFileSync('git', words, {cwd, encoding: 'utf8'}).trim()

test('the report tells the files, their sizes and policies, and what to do next', async () => {
  const cwd = temporaryFolder()
  const report = await create(options(cwd))
  expect(report).toMatchObject({
    outcome: 'pass',
    summary: 'Made "orders" from thing 2.0.1: 10 files in "orders".',
    next: ['cd orders', 'npm install', 'npm test', 'npm start', 'mesh lint contracts'],
    data: {
      name: 'orders',
      kind: 'thing',
      folder: 'orders',
      answers: {port: 3000, upstreams: []},
      resource: {singular: 'order', plural: 'orders'},
      dryRun: false,
      dependencies: 'left',
      committed: false,
    },
  })
  const listed = report.data?.['files'] as {path: string; bytes: number; policy: string}[]
  expect(listed).toContainEqual({path: '.env.example', bytes: 'PORT=3000\n'.length, policy: 'managed'})
  for (const {path, bytes} of listed) expect(readFileSync(join(cwd, 'orders', path)).length).toBe(bytes)
})

test('the project remembers its birth: readable, complete, in a stable order', async () => {
  const cwd = temporaryFolder()
  await create(options(cwd))
  const folder = join(cwd, 'orders')
  const record = JSON.parse(readFileSync(join(folder, '.mesh/service.json'), 'utf8'))
  expect(record).toMatchObject({
    schemaVersion: 1,
    name: 'orders',
    template: {name: 'thing', version: '2.0.1', integrity: expect.stringMatching(/^sha256-.{44}$/)},
    layers: [{name: 'base', version: '1.2.0'}],
    generator: {name: '@mesh/cli', version: '0.0.0-test'},
    resource: {singular: 'order', plural: 'orders'},
    answers: {port: 3000, upstreams: [], motto: "It's {{fine}}"},
    choices: {},
  })
  const present = readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
  expect(Object.keys(record.files)).toEqual(present.filter(path => !path.startsWith('.mesh/')).sort())
  for (const [path, entry] of Object.entries<{sha256: string}>(record.files))
    expect(entry.sha256).toBe(
      createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('hex'),
    )
  expect(record.files['bin/start.sh']).toMatchObject({mode: '755', policy: 'owned'})

  const base = JSON.parse(brotliDecompressSync(readFileSync(join(folder, '.mesh/base.json.br'))).toString())
  const managed = Object.keys(record.files).filter(path => record.files[path].policy === 'managed')
  expect(Object.keys(base.files)).toEqual(managed)
  expect(base.files['README.md']).toBe(readFileSync(join(folder, 'README.md'), 'utf8'))
  expect(base.files['assets/dot.bin']).toEqual({base64: readFileSync(join(folder, 'assets/dot.bin'), 'base64')})

  const again = temporaryFolder()
  await create(options(again))
  const bytesOf = (root: string) => readFileSync(join(root, 'orders/.mesh/service.json'), 'utf8')
  expect(bytesOf(again)).toBe(bytesOf(cwd))
})

test('a dry run lists the files and writes nothing', async () => {
  const cwd = temporaryFolder()
  const report = await create(options(cwd, {dryRun: true, git: true, dependencies: 'install'}))
  expect(readdirSync(cwd)).toEqual([])
  expect(report.summary).toBe('10 files would be made in "orders"; nothing was written.')
  expect(report.tables?.[0]?.rows).toContainEqual(['.env.example', 10, 'managed'])
})

test('a dry run complains about what would stand in the way', async () => {
  const cwd = temporaryFolder()
  mkdirSync(join(cwd, 'orders/src'), {recursive: true})
  await expect(create(options(cwd, {dryRun: true}))).rejects.toThrow('Folder')
})

test('a repository with everything in its first commit, the base marked as binary', async () => {
  const cwd = temporaryFolder()
  const report = await create(options(cwd, {git: true}))
  const folder = join(cwd, 'orders')
  expect(report.data).toMatchObject({committed: true})
  expect(git(folder, 'log', '--format=%s')).toBe('feat: begin orders from thing 2.0.1')
  expect(git(folder, 'branch', '--show-current')).toBe('main')
  expect(git(folder, 'status', '--short')).toBe('')
  expect(git(folder, 'ls-files', '.mesh').split('\n')).toEqual([
    '.mesh/.gitattributes',
    '.mesh/base.json.br',
    '.mesh/service.json',
  ])
  expect(git(folder, 'check-attr', 'diff', 'merge', '.mesh/base.json.br')).toContain('diff: unset')
})

test('inside of a repository no other is made', async () => {
  const cwd = temporaryFolder()
  git(cwd, 'init', '-q')
  const report = await create(options(cwd, {git: true}))
  expect(report.outcome).toBe('pass')
  expect(report.lines?.map(({text}) => text)).toContain('The folder is in a git repository already, so none was made.')
  expect(existsSync(join(cwd, 'orders/.git'))).toBe(false)
})

test('in a hook of another repository, which its variables name, that one is left alone', async () => {
  const other = temporaryFolder()
  git(other, 'init', '-q')
  process.env['GIT_DIR'] = join(other, '.git')
  process.env['GIT_INDEX_FILE'] = join(other, '.git/index')
  const cwd = temporaryFolder()
  const report = await create(options(cwd, {git: true}))
  expect(report.data).toMatchObject({committed: true})
  expect(existsSync(join(cwd, 'orders/.git'))).toBe(true)
  expect(existsSync(join(other, '.git/index'))).toBe(false)
})

test('without an identity the files are added, and it is said', async () => {
  for (const name of Object.keys(process.env)) if (/^GIT_(AUTHOR|COMMITTER)/.test(name)) delete process.env[name]
  const config = join(temporaryFolder(), 'config')
  writeFileSync(config, '[user]\n\tuseConfigOnly = true\n')
  process.env['GIT_CONFIG_GLOBAL'] = config
  const cwd = temporaryFolder()
  const report = await create(options(cwd, {git: true}))
  expect(report.lines?.at(-1)?.text).toBe(
    'The files are added to git but not committed: git does not know your name; set user.name and user.email.',
  )
  expect(git(join(cwd, 'orders'), 'diff', '--cached', '--name-only')).toContain('package.json')
})

test('without git the project is made, and it is said', async () => {
  process.env['PATH'] = temporaryFolder()
  const report = await create(options(temporaryFolder(), {git: true}))
  expect(report.lines?.at(-1)?.text).toBe('git is not installed, so no repository was made.')
})

test('npm installs before the commit, so that the lock file is in it', async () => {
  npmThat('echo "$@" > words.txt; echo {} > package-lock.json')
  const cwd = temporaryFolder()
  const told: string[] = []
  const report = await create(
    options(cwd, {git: true, dependencies: 'install', progress: text => told.push(String(text))}),
  )
  expect(report.data).toMatchObject({dependencies: 'installed', committed: true})
  expect(report.next).not.toContain('npm install')
  expect(readFileSync(join(cwd, 'orders/words.txt'), 'utf8')).toMatch(/^install /)
  expect(git(join(cwd, 'orders'), 'ls-files')).toContain('package-lock.json')
  expect(told).toContain('Installing dependencies (0 s)')
})

test('a failing npm leaves the project and tells the end of what it said', async () => {
  npmThat('i=0; while [ $i -lt 500 ]; do echo "noise $i"; i=$((i+1)); done; echo "npm error code E404" >&2; exit 1')
  const cwd = temporaryFolder()
  const failing = create(options(cwd, {dependencies: 'install', git: true}))
  await expect(failing).rejects.toThrow(MeshError)
  await expect(failing).rejects.toThrow(
    /npm could not install its dependencies\. It said:\n(noise \d+\n){7}npm error code E404$/,
  )
  await expect(failing).rejects.toMatchObject({hint: expect.stringContaining('run "npm install" in "orders"')})
  expect(existsSync(join(cwd, 'orders/package.json'))).toBe(true)
  expect(git(join(cwd, 'orders'), 'log', '--format=%s')).toContain('feat: begin orders')
})

test('without npm the project is made, too', async () => {
  process.env['PATH'] = temporaryFolder()
  const cwd = temporaryFolder()
  await expect(create(options(cwd, {dependencies: 'install'}))).rejects.toThrow('npm is not installed')
  expect(existsSync(join(cwd, 'orders/package.json'))).toBe(true)
})

test('an interruption during the install takes the project away and stops npm', async () => {
  const seen = join(temporaryFolder(), 'npm-was-here')
  npmThat(`touch ${seen}; mkdir node_modules; exec sleep 60`)
  const cwd = temporaryFolder()
  const controller = new AbortController()
  const creating = create(options(cwd, {dependencies: 'install', git: true, signal: controller.signal}))
  const waiting = setInterval(() => {
    if (!existsSync(seen)) return
    clearInterval(waiting)
    controller.abort(new Interrupted('Interrupted.'))
  }, 10)
  await expect(creating).rejects.toThrow(Interrupted)
  expect(readdirSync(cwd)).toEqual([])
})

test('another folder: shown as it is reached from here, quoted for the shell', async () => {
  const cwd = temporaryFolder()
  const report = await create(options(cwd, {folder: "it's/my orders"}))
  expect(report.data).toMatchObject({folder: "it's/my orders"})
  expect(report.next?.[0]).toBe(`cd 'it'\\''s/my orders'`)
  expect(existsSync(join(cwd, "it's/my orders/package.json"))).toBe(true)
})

test('the folder one stands in, when it is empty', async () => {
  const cwd = temporaryFolder()
  const report = await create(options(cwd, {folder: '.'}))
  expect(report.next?.[0]).toBe('npm install')
  expect(existsSync(join(cwd, 'package.json'))).toBe(true)
})
