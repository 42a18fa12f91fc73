import {execFileSync} from 'node:child_process'
import {mkdirSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {MeshError} from '../../src/core/errors.js'
import {contract, quiet, ReadProject} from './reading.js'

const project = new ReadProject()

async function refused(
  paths: readonly string[],
  config?: unknown,
): Promise<{message: string; hint: string | undefined}> {
  const error = await project.read(paths, {}, config).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(MeshError)
  const {message, hint} = error as MeshError
  return {message, hint}
}

const contractsOf = async (paths: readonly string[] = [], config: object = {lint: quiet}) =>
  (((await project.read(paths, {}, config)).data?.['contracts'] ?? []) as {path: string}[]).map(({path}) => path)

describe('contracts are found', () => {
  test('by their content, not by their name', async () => {
    project.write({
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
    project.write({'a/x.yaml': contract, 'a/y.yaml': contract, 'b/z.yaml': contract, 'b/(1).yaml': contract})
    expect(await contractsOf(['a'])).toEqual(['a/x.yaml', 'a/y.yaml'])
    expect(await contractsOf(['*/[xz].yaml'])).toEqual(['a/x.yaml', 'b/z.yaml'])
    expect(await contractsOf(['a/x.yaml', 'a', './a/../a/x.yaml'])).toEqual(['a/x.yaml', 'a/y.yaml'])
    expect(await contractsOf(['b/(1).yaml'])).toEqual(['b/(1).yaml'])
  })

  test('as the configuration says', async () => {
    project.write({'a/x.yaml': contract, 'a/old.yaml': contract, 'b/z.yaml': contract})
    expect(
      await contractsOf([], {lint: quiet, contracts: {include: ['a/**/*.yaml'], exclude: ['**/old.yaml']}}),
    ).toEqual(['a/x.yaml'])
  })

  test('in a folder that the patterns of the configuration name, too', async () => {
    project.write({'a/x.yaml': contract, 'a/b/y.yaml': contract, 'b/z.yaml': contract})
    const config = {lint: quiet, contracts: {include: ['a/**']}}
    expect(await contractsOf(['a'], config)).toEqual(['a/b/y.yaml', 'a/x.yaml'])
    expect(await contractsOf(['a/b'], config)).toEqual(['a/b/y.yaml'])
  })

  test('in each document of a file', async () => {
    project.write({'all.yaml': `kind: Deployment\n---\n${contract}---\n${contract}foo: 1\n`})
    expect(await contractsOf(['all.yaml'])).toEqual(['all.yaml', 'all.yaml'])
    expect(await project.told(['all.yaml'])).toEqual([
      'all.yaml:10:1 openapi/structure The document may not have "foo".',
    ])
  })
})

test('an empty file of a language of its own is a contract that lacks everything, named or found', async () => {
  project.write({'a/empty.proto': '', 'a/empty.graphql': '\n'})
  for (const paths of [['a'], ['a/empty.proto', 'a/empty.graphql']]) {
    const {findings} = await project.read(paths, {}, {})
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
    project.write({
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
    mkdirSync(project.at('nothing'))
    const {message: actual, hint} = await refused([path])
    expect(actual).toMatch(message)
    expect(hint).toMatch(/\.$/)
  })

  test('a named pipe does not hang', async () => {
    execFileSync('mkfifo', [project.at('pipe.yaml')])
    expect((await refused(['pipe.yaml'])).message).toBe('"pipe.yaml" is neither a file nor a folder.')
  })

  test('an unknown rule in the configuration', async () => {
    project.write({'a.yaml': contract})
    expect((await refused(['a.yaml'], {lint: {rules: {'openapi/operation-ids': 'off'}}})).message).toBe(
      'Rule "openapi/operation-ids" of "lint.rules" is unknown. Did you mean "openapi/operation-id"?',
    )
    expect((await refused(['a.yaml'], {lint: {rules: {'oas-path-stile': 'off'}}})).message).toBe(
      'Rule "oas-path-stile" of "lint.rules" is unknown. Did you mean "oas-path-style"?',
    )
  })

  test('options that a rule does not have', async () => {
    project.write({'a.yaml': contract})
    const {message} = await refused(['a.yaml'], {lint: {rules: {'openapi/operation-id': ['error', {foo: 1}]}}})
    expect(message).toContain('"openapi/operation-id"')
  })
})

describe('broken text', () => {
  test('is a finding, and the other files are judged all the same', async () => {
    project.write({
      'a.yaml': 'openapi: 3.0.3\ninfo: [\n',
      'b.yaml': `${contract}foo: 1\n`,
      'c.json': '{"openapi": "3.0.3",}',
    })
    const report = await project.read()
    expect(report.outcome).toBe('fail')
    expect(report.findings.map(({rule, location}) => `${location.path}:${location.start.line} ${rule}`)).toEqual([
      'a.yaml:3 shared/syntax',
      'b.yaml:4 openapi/structure',
      'c.json:1 shared/syntax',
    ])
    expect(report.summary).toMatch(/^3 errors in 1 contract \(OpenAPI\) and 2 broken files · 0 rules · [\d.]+ s$/)
  })

  test('alone fails, too', async () => {
    project.write({'a.yaml': 'openapi: 3.0.3\ninfo: [\n'})
    expect((await project.read(['a.yaml'])).summary).toMatch(/^1 error in 1 broken file/)
  })

  test('severities of the built-in checks can be set', async () => {
    project.write({'a.yaml': `${contract}paths: {}\nfoo: 1\n`})
    const {findings, outcome} = await project.read(
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
    project.write({'a.yaml': text})
    expect(await project.told(['a.yaml'])).toEqual([`a.yaml:${wanted}`])
  })
})

test('what is ignored in the contract is counted and not told', async () => {
  project.write({
    'a.yaml': `${contract.replace('paths: {}\n', '')}paths:\n  /orders:\n    x-mesh-ignore: [{rule: oas-path-versioned, reason: legacy partners}]\n    get: {responses: {}}\n`,
  })
  const report = await project.read(
    ['a.yaml'],
    {},
    {lint: {rules: {...quiet.rules, 'openapi/path-versioned': 'error', 'openapi/structure': 'off'}}},
  )
  expect(report.findings).toEqual([])
  expect(report.data).toMatchObject({ignored: 1, rules: 1})
  expect(report.summary).toContain('No findings in 1 contract (OpenAPI) · 1 rule · 1 ignored by mesh-ignore')
})

test('an interruption stops the run', async () => {
  project.write({'a.yaml': contract})
  const controller = new AbortController()
  controller.abort(new Error('stopped'))
  await expect(project.read(['a.yaml'], {signal: controller.signal})).rejects.toThrow('stopped')
})
