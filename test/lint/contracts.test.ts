import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {configSchema} from '../../src/config/schema.js'
import {ruleIds} from '../../src/contracts/rules.js'
import {MeshError} from '../../src/core/errors.js'
import {silent} from '../../src/core/progress.js'
import {type LintRequest, lintContracts} from '../../src/lint/contracts.js'

let folder = ''
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'mesh-lint-')))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), {recursive: true})
    writeFileSync(join(folder, path), text)
  }
}

/** Rules off: these tests are about finding and reading contracts. */
const quiet = {rules: Object.fromEntries(ruleIds.map(id => [id, 'off' as const]))}

function lint(paths: readonly string[] = [], request: Partial<LintRequest> = {}, config: unknown = {lint: quiet}) {
  return lintContracts({
    paths,
    config: configSchema.parse(config),
    root: folder,
    cwd: folder,
    allowRemote: false,
    progress: silent,
    signal: new AbortController().signal,
    ...request,
  })
}

async function found(paths: readonly string[] = [], request: Partial<LintRequest> = {}) {
  const {findings} = await lint(paths, request)
  return findings.map(
    ({rule, message, location: {path, start}}) => `${path}:${start.line}:${start.column} ${rule} ${message}`,
  )
}

async function refused(
  paths: readonly string[],
  config?: unknown,
): Promise<{message: string; hint: string | undefined}> {
  const error = await lint(paths, {}, config).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(MeshError)
  const {message, hint} = error as MeshError
  return {message, hint}
}

const contract = 'openapi: 3.0.3\ninfo: {title: Orders, version: 1.0.0}\npaths: {}\n'
const contractsOf = async (paths: readonly string[] = [], config: object = {lint: quiet}) =>
  (((await lint(paths, {}, config)).data?.['contracts'] ?? []) as {path: string}[]).map(({path}) => path)

describe('contracts are found', () => {
  test('by their content, not by their name', async () => {
    write({
      'api/orders.yaml': contract,
      'api/users.json': '{"openapi": "3.1.0", "info": {"title": "Users", "version": "1.0.0"}, "paths": {}}',
      'api/part.yaml': 'get: {description: "openapi: no"}\n',
      'package.json': '{"keywords": ["openapi"]}',
      'ci.yml': 'steps: [{run: "echo openapi: 3"}]\n',
      'broken.yaml': 'a: [1\n',
      'node_modules/x/openapi.yaml': contract,
      'dist/openapi.yaml': contract,
      'coverage/openapi.yaml': contract,
      '.hidden/openapi.yaml': contract,
      'schema.graphql': 'type Query { a: Int }',
      'image.json': '\0\0binary openapi:',
      'empty.yaml': '',
    })
    expect(await contractsOf()).toEqual(['api/orders.yaml', 'api/users.json', 'schema.graphql'])
  })

  test('in a folder, by a glob, by name, each once', async () => {
    write({'a/x.yaml': contract, 'a/y.yaml': contract, 'b/z.yaml': contract, 'b/(1).yaml': contract})
    expect(await contractsOf(['a'])).toEqual(['a/x.yaml', 'a/y.yaml'])
    expect(await contractsOf(['*/[xz].yaml'])).toEqual(['a/x.yaml', 'b/z.yaml'])
    expect(await contractsOf(['a/x.yaml', 'a', './a/../a/x.yaml'])).toEqual(['a/x.yaml', 'a/y.yaml'])
    expect(await contractsOf(['b/(1).yaml'])).toEqual(['b/(1).yaml'])
  })

  test('as the configuration says', async () => {
    write({'a/x.yaml': contract, 'a/old.yaml': contract, 'b/z.yaml': contract})
    expect(
      await contractsOf([], {lint: quiet, contracts: {include: ['a/**/*.yaml'], exclude: ['**/old.yaml']}}),
    ).toEqual(['a/x.yaml'])
  })

  test('in a folder that the patterns of the configuration name, too', async () => {
    write({'a/x.yaml': contract, 'a/b/y.yaml': contract, 'b/z.yaml': contract})
    const config = {lint: quiet, contracts: {include: ['a/**']}}
    expect(await contractsOf(['a'], config)).toEqual(['a/b/y.yaml', 'a/x.yaml'])
    expect(await contractsOf(['a/b'], config)).toEqual(['a/b/y.yaml'])
  })

  test('in each document of a file', async () => {
    write({'all.yaml': `kind: Deployment\n---\n${contract}---\n${contract}foo: 1\n`})
    expect(await contractsOf(['all.yaml'])).toEqual(['all.yaml', 'all.yaml'])
    expect(await found(['all.yaml'])).toEqual(['all.yaml:10:1 openapi/structure The document may not have "foo".'])
  })
})

test('an empty file of a language of its own is a contract that lacks everything, named or found', async () => {
  write({'a/empty.proto': '', 'a/empty.graphql': '\n'})
  for (const paths of [['a'], ['a/empty.proto', 'a/empty.graphql']]) {
    const {findings} = await lint(paths, {}, {})
    expect(new Set(findings.map(({rule, location: {path}}) => `${path} ${rule}`))).toEqual(
      new Set([
        'a/empty.graphql graphql/syntax',
        'a/empty.proto protobuf/package-versioned',
        'a/empty.proto protobuf/syntax-proto3',
      ]),
    )
  }
})

describe('what is no contract is told', () => {
  test.each([
    ['missing.yaml', /^Cannot read "missing\.yaml": it does not exist\. Did you mean "misting\.yaml"\?$/],
    ['empty.yaml', /^"empty\.yaml" is empty\.$/],
    ['blank.json', /^"blank\.json" is empty\.$/],
    ['binary.yaml', /^"binary\.yaml" is a binary file, not a text\.$/],
    [
      'other.yaml',
      /^"other\.yaml" is not a contract: it has no "openapi" or "asyncapi" at its top\. Did you mean "openapi"\?$/,
    ],
    ['list.yaml', /^"list\.yaml" is not a contract/],
    ['topics.yaml', /^"topics\.yaml" is not a contract/],
    ['binary.proto', /^"binary\.proto" is a binary file, not a text\.$/],
    ['nothing', /^No file may be a contract in "nothing"\.$/],
    ['parts', /^None of 1 files is a contract in "parts"\.$/],
    ['*.nope', /^No file matches "\*\.nope"\.$/],
  ])('%s', async (path, message) => {
    write({
      'misting.yaml': contract,
      'empty.yaml': '',
      'blank.json': '\n',
      'binary.yaml': 'openapi: \0\u0001',
      'other.yaml': 'openapy: 3.0.0\n',
      'list.yaml': '- openapi\n',
      'topics.yaml': 'topics: [{name: Sports}, {name: Politics}]\n',
      'binary.proto': 'syntax = \0\u0001',
      'parts/a.yaml': 'get: {}\n',
    })
    mkdirSync(join(folder, 'nothing'))
    const {message: actual, hint} = await refused([path])
    expect(actual).toMatch(message)
    expect(hint).toMatch(/\.$/)
  })

  test('a named pipe does not hang', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')])
    expect((await refused(['pipe.yaml'])).message).toBe('"pipe.yaml" is neither a file nor a folder.')
  })

  test('an unknown rule in the configuration', async () => {
    write({'a.yaml': contract})
    expect((await refused(['a.yaml'], {lint: {rules: {'openapi/operation-ids': 'off'}}})).message).toBe(
      'Rule "openapi/operation-ids" of "lint.rules" is unknown. Did you mean "openapi/operation-id"?',
    )
    expect((await refused(['a.yaml'], {lint: {rules: {'oas-path-stile': 'off'}}})).message).toBe(
      'Rule "oas-path-stile" of "lint.rules" is unknown. Did you mean "oas-path-style"?',
    )
  })

  test('options that a rule does not have', async () => {
    write({'a.yaml': contract})
    const {message} = await refused(['a.yaml'], {lint: {rules: {'openapi/operation-id': ['error', {foo: 1}]}}})
    expect(message).toContain('"openapi/operation-id"')
  })
})

describe('broken text', () => {
  test('is a finding, and the other files are judged all the same', async () => {
    write({'a.yaml': 'openapi: 3.0.3\ninfo: [\n', 'b.yaml': `${contract}foo: 1\n`, 'c.json': '{"openapi": "3.0.3",}'})
    const report = await lint()
    expect(report.outcome).toBe('fail')
    expect(report.findings.map(({rule, location}) => `${location.path}:${location.start.line} ${rule}`)).toEqual([
      'a.yaml:3 shared/syntax',
      'b.yaml:4 openapi/structure',
      'c.json:1 shared/syntax',
    ])
    expect(report.summary).toMatch(/^3 errors in 1 contract \(OpenAPI\) and 2 broken files · 0 rules · [\d.]+ s$/)
  })

  test('alone fails, too', async () => {
    write({'a.yaml': 'openapi: 3.0.3\ninfo: [\n'})
    expect((await lint(['a.yaml'])).summary).toMatch(/^1 error in 1 broken file/)
  })

  test('severities of the built-in checks can be set', async () => {
    write({'a.yaml': `${contract}paths: {}\nfoo: 1\n`})
    const {findings, outcome} = await lint(
      ['a.yaml'],
      {},
      {
        lint: {rules: {...quiet.rules, 'shared/duplicate-key': 'off', 'openapi/structure': 'warning'}},
      },
    )
    expect(findings.map(({rule, severity}) => [rule, severity])).toEqual([['openapi/structure', 'warning']])
    expect(outcome).toBe('pass')
  })
})

describe('versions', () => {
  test.each([
    ['swagger: "2.0"\n', '1:10 openapi/version OpenAPI 2.0 is not judged; mesh reads 3.0, 3.1 and 3.2.'],
    ['openapi: 2.9.9\n', '1:10 openapi/version OpenAPI version "2.9.9" is unknown; mesh reads 3.0, 3.1 and 3.2.'],
    [
      'openapi: 3.2.0\ninfo: {title: a, version: "1"}\npaths: {/a: {query: {responses: {}}}}\n',
      '3:22 openapi/structure "responses" must not be empty.',
    ],
  ])('%j', async (text, wanted) => {
    write({'a.yaml': text})
    expect(await found(['a.yaml'])).toEqual([`a.yaml:${wanted}`])
  })
})

describe('references to files', () => {
  const root = (ref: string) => `openapi: 3.0.3
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    $ref: '${ref}'
`
  const item = (extra = '') => `get:\n  responses:\n    '200': {description: ok}\n${extra}`

  test('are followed, and faults are told where they are, once', async () => {
    write({
      'api/one.yaml': root('paths/orders.yaml'),
      'api/two.yaml': root('./paths/orders.yaml'),
      'api/paths/orders.yaml': item('  tags: all\n  tags: [a]\n  foo: 1\n'),
    })
    expect(await found()).toEqual(
      [
        'api/paths/orders.yaml:5:3 shared/duplicate-key Key "tags" is there more than once; only the last one counts.',
        'api/paths/orders.yaml:6:3 openapi/structure "get" may not have "foo".',
      ].sort((a, b) => a.localeCompare(b)),
    )
  })

  test('to what is missing or broken', async () => {
    write({'api/a.yaml': root('path/orders.yml#/get'), 'api/path/orders.yaml': item()})
    expect(await found(['api/a.yaml'])).toEqual([
      'api/a.yaml:5:11 openapi/reference "api/path/orders.yml" cannot be read: it does not exist. Did you mean "orders.yaml"?',
    ])
    write({'api/path/orders.yml': 'get: [\n'})
    expect(await found(['api/a.yaml'])).toEqual([
      'api/a.yaml:5:11 openapi/reference "api/path/orders.yml" cannot be read; it has a fault of its own.',
      'api/path/orders.yml:2:1 shared/syntax The file is not valid YAML: a bracket, a brace or a quote before this place is still open.',
    ])
  })

  test('do not leave the workspace, not even by a link', async () => {
    write({'in/a.yaml': root('../secret.yaml'), 'in/b.yaml': root('link.yaml'), 'secret.yaml': item('  foo: 1\n')})
    symlinkSync(join(folder, 'secret.yaml'), join(folder, 'in/link.yaml'))
    const workspace = join(folder, 'in')
    const messages = (await lint([], {root: workspace})).findings.map(({message}) => message)
    expect(messages).toHaveLength(2)
    for (const message of messages) expect(message).toContain(`lies outside of the workspace "${workspace}"`)
    expect(messages.join()).not.toContain('foo')
    write({'in/c.yaml': root('/etc/hostname'), 'in/d.yaml': root('file:///etc/hostname')})
    expect((await lint(['in/c.yaml', 'in/d.yaml'], {root: workspace})).findings.map(({message}) => message)).toEqual([
      '"in/etc/hostname" cannot be read: it does not exist.',
      '"file:///etc/hostname" is no relative path and no http address; other references are not followed.',
    ])
  })

  test('a link of the workspace itself is no way out', async () => {
    write({'real/a.yaml': root('b.yaml'), 'real/b.yaml': item()})
    symlinkSync(join(folder, 'real'), join(folder, 'link'))
    expect((await lint([join(folder, 'link/a.yaml')], {root: join(folder, 'link')})).findings).toEqual([])
  })

  test('a document of webhooks alone has those for operations', async () => {
    write({
      'api.yaml': 'openapi: 3.1.0\ninfo: {title: a, version: 1.0.0}\nwebhooks: {one: {post: {}}, two: {post: {}}}\n',
    })
    const report = await lint(['api.yaml'])
    expect(report.data?.['contracts']).toMatchObject([{operations: 2}])
  })

  test('back and forth between many files give no false finding', async () => {
    const count = 60
    const paths = Array.from({length: count}, (_, n) => `  /p${n}: {$ref: 'paths/p${n}.yaml'}`)
    write({
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
    const report = await lint(['api.yaml'])
    expect(report.findings).toEqual([])
    expect(report.data?.['contracts']).toMatchObject([{operations: count}])
  })

  test('in circles end', async () => {
    const ring = Array.from({length: 50}, (_, n) => `    S${n}: {$ref: '#/components/schemas/S${(n + 1) % 50}'}`)
    write({'a.yaml': `${contract}components:\n  schemas:\n${ring.join('\n')}\n`})
    expect(await found(['a.yaml'])).toEqual([
      'a.yaml:6:16 openapi/reference This reference only leads back to itself, through a circle of 50 references.',
    ])
  })
})

test('what is ignored in the contract is counted and not told', async () => {
  write({
    'a.yaml': `${contract.replace('paths: {}\n', '')}paths:\n  /orders:\n    x-mesh-ignore: [{rule: oas-path-versioned, reason: legacy partners}]\n    get: {responses: {}}\n`,
  })
  const report = await lint(
    ['a.yaml'],
    {},
    {lint: {rules: {...quiet.rules, 'openapi/path-versioned': 'error', 'openapi/structure': 'off'}}},
  )
  expect(report.findings).toEqual([])
  expect(report.data).toMatchObject({ignored: 1, rules: 1})
  expect(report.summary).toContain('No findings in 1 contract (OpenAPI) · 1 rule · 1 ignored by mesh-ignore')
})

test('an interruption stops the run', async () => {
  write({'a.yaml': contract})
  const controller = new AbortController()
  controller.abort(new Error('stopped'))
  await expect(lint(['a.yaml'], {signal: controller.signal})).rejects.toThrow('stopped')
})

test('files whose schemas refer to two others each are judged in a moment, and a fault in one is told once', async () => {
  const count = 60
  const schemas = Array.from({length: count}, (_, index) => {
    const refs = [1, 2].map(step => `n${step}: {$ref: s${(index + step) % count}.yaml}`)
    return [`s${index}.yaml`, `type: ${index === count - 1 ? 'text' : 'object'}\nproperties: {${refs.join(', ')}}\n`]
  })
  write({
    'openapi.yaml':
      'openapi: 3.0.3\ninfo: {title: A, version: "1"}\npaths: {}\ncomponents: {schemas: {A: {$ref: s0.yaml}}}\n',
    ...Object.fromEntries(schemas),
  })
  const {findings} = await lint(['openapi.yaml'])
  expect(findings.map(({rule, location}) => `${rule} ${location.path}`)).toEqual([
    `openapi/structure s${count - 1}.yaml`,
  ])
})
