import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {loadConfig, parseConfig} from '../../src/config/load.js'
import {configSchema} from '../../src/config/schema.js'
import {MeshError} from '../../src/core/errors.js'

function complaint(text: string): string {
  try {
    parseConfig(text, 'mesh.yaml')
  } catch (error) {
    if (error instanceof MeshError) return error.message
    throw error
  }
  throw new Error('The configuration was accepted.')
}

describe('what is wrong is said with the key and what was given', () => {
  test.each([
    ['lnit: {}', 'Key "lnit" is unknown. Did you mean "lint"?'],
    ['lint: {rule: {}}', 'Key "lint.rule" is unknown. Did you mean "rules"?'],
    ['lint: {allowRemote: perhaps}', 'Key "lint.allowRemote" has to be true or false, but it is "perhaps".'],
    [
      'lint: {rules: {openapi/path-style: fatal}}',
      'Key "lint.rules.openapi/path-style" has to be one of "error", "warning", "info", "off", or a pair of severity and options, but it is "fatal".',
    ],
    ['contracts: {include: all}', 'Key "contracts.include" has to be a list, but it is "all".'],
    [
      'loadtest: {targets: {staging: {url: staging}}}',
      'Key "loadtest.targets.staging.url" has to be a URL such as "https://staging.example.com", but it is "staging".',
    ],
    [
      'loadtest: {targets: {staging: {url: "https://a.example.com", header: {}}}}',
      'Key "loadtest.targets.staging.header" is unknown. Did you mean "headers"?',
    ],
    ['loadtest: {targets: {staging: {}}}', '"loadtest.targets.staging.url" has to be a text, but it is missing.'],
    ['- a', 'It has to be a map of keys and values, but it is ["a"].'],
    ['a: 1\n---\nb: 2', '"mesh.yaml" holds several YAML documents.'],
    ['lint: [', '"mesh.yaml" is not valid YAML'],
    ['a: 1\na: 2', '"mesh.yaml" is not valid YAML'],
  ])('%s', (text, message) => {
    expect(complaint(text)).toContain(message)
  })
})

test('every mistake is told at once', () => {
  expect(complaint('lnit: {}\npact: {folder: 1}')).toMatch(/"lnit".*"pact\.folder"|"pact\.folder".*"lnit"/)
})

test('an empty file is the same as none', () => {
  expect(parseConfig('', 'mesh.yaml')).toEqual(configSchema.parse({}))
  expect(parseConfig('# nothing yet\n', 'mesh.yaml')).toEqual(configSchema.parse({}))
})

test('what is set is kept, what is not has its default', () => {
  const config = parseConfig(
    'lint: {rules: {openapi/path-style: [warning, {allow: [news]}], openapi/operation-id: off}}',
    'mesh.yaml',
  )
  expect(config.lint.rules).toEqual({
    'openapi/path-style': ['warning', {allow: ['news']}],
    'openapi/operation-id': 'off',
  })
  expect(config.lint.exemptPaths).toContain('/health')
})

describe('where it is looked for', () => {
  let folder = ''
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'mesh-config-')))
    mkdirSync(join(folder, 'services/orders'), {recursive: true})
  })
  afterEach(() => rmSync(folder, {recursive: true, force: true}))

  test('the nearest one above counts, and its folder is the root', async () => {
    writeFileSync(join(folder, 'mesh.yaml'), 'pact: {provider: outer}\n')
    writeFileSync(join(folder, 'services/mesh.yaml'), 'pact: {provider: inner}\n')
    const {config, root} = await loadConfig(join(folder, 'services/orders'))
    expect(config.pact.provider).toBe('inner')
    expect(root).toBe(join(folder, 'services'))
  })

  test('a named one is relative to the working directory', async () => {
    writeFileSync(join(folder, 'other.yaml'), 'pact: {provider: named}\n')
    const {config, root} = await loadConfig(join(folder, 'services'), '../other.yaml')
    expect(config.pact.provider).toBe('named')
    expect(root).toBe(folder)
  })

  test('a named one that is missing, a folder or binary is a sentence', async () => {
    writeFileSync(join(folder, 'binary.yaml'), Buffer.from([0x80, 0, 1, 2]))
    await expect(loadConfig(folder, 'none.yaml')).rejects.toThrow(/Cannot read ".*none\.yaml": it does not exist\./)
    await expect(loadConfig(folder, 'services')).rejects.toThrow(/Cannot read ".*services": it is a folder\./)
    await expect(loadConfig(folder, 'binary.yaml')).rejects.toThrow(/is a binary file/)
  })
})
