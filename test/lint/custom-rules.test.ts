import {spawnSync} from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {describe, expect, test} from 'vitest'
import {type NewRule, newRule} from '../../src/lint/new-rule.js'
import {lintRules} from '../../src/lint/rules.js'
import {orders, Project} from './linted.js'

const project = new Project()
const customRules = ['mesh-rules/*/*.mjs']
const contract = orders.replace('$ref: schemas/figures.yaml#/Figures', 'type: object')

const rule = (check: string, more = '') => `export default {
  summary: 'Disallow figures', why: 'Because.', fix: 'Leave them out.', severity: 'warning',
  examples: {valid: ['a'], invalid: ['b']}, ${more}
  check({document}, report, options) { ${check} },
}
`
const works = rule(`for (const {node, title} of document.operations) report(node, title + ' is there.')`)

function make(request: Partial<NewRule> = {}) {
  return newRule({
    id: 'openapi/no-numbers',
    folder: 'mesh-rules',
    typescript: false,
    dryRun: false,
    config: project.config({}),
    root: project.folder,
    cwd: project.folder,
    configured: false,
    ...request,
  })
}

async function told(lint: object, request = {}): Promise<string[]> {
  const {findings} = await project.lint({extends: 'mesh:minimal', ...lint}, request)
  return findings
    .filter(({rule: id}) => id.endsWith('/mine'))
    .map(({rule: id, severity, message, location}) => `${location.start.line} ${severity} ${id} ${message}`)
}

async function refused(files: Readonly<Record<string, string>>, lint: object = {customRules}): Promise<string> {
  project.write({'a.yaml': contract, ...files})
  return project.lint(lint).then(
    () => 'not refused',
    (error: Error) => error.message,
  )
}

test('a rule of the repository is run, set and chosen like those of mesh', async () => {
  project.write({'a.yaml': contract, 'mesh-rules/openapi/mine.mjs': works})
  const finding = '9 warning openapi/mine GET /metrics is there.'
  expect(await told({customRules}), 'whatever the preset is').toEqual([finding])
  expect(await told({customRules, rules: {'openapi/mine': 'error'}})).toEqual([finding.replace('warning', 'error')])
  expect(await told({customRules, rules: {'openapi/mine': 'off'}})).toEqual([])
  expect(await told({customRules}, {only: ['openapi/mine']})).toEqual([finding])
  expect(await told({customRules}, {skip: ['openapi/mine']})).toEqual([])
  expect(await told({}), 'only when mesh.yaml names it').toEqual([])
  const {rules} = await project.lint({customRules})
  expect(rules?.find(({id}) => id === 'openapi/mine')?.why).toBe('Because.')
})

test('the contract silences it, and its options are checked by its own schema', async () => {
  const zod = pathToFileURL(join(process.cwd(), 'node_modules/zod/index.js')).href
  const silent = contract.replace(
    '      x-public',
    '      x-mesh-ignore: [{rule: openapi/mine, reason: Known.}]\n      x-public',
  )
  const schema = `options: z.strictObject({word: z.string().default('there')}),`
  const check = 'for (const {node} of document.operations) report(node, options.word)'
  project.write({
    'a.yaml': contract,
    'b.yaml': silent,
    'mesh-rules/openapi/mine.mjs': `import {z} from '${zod}'\n${rule(check, schema)}`,
  })
  expect(await told({customRules})).toEqual(['9 warning openapi/mine there'])
  const rules = (options: object) => ({customRules, rules: {'openapi/mine': ['error', options]}})
  expect(await told(rules({word: 'here'}))).toEqual(['9 error openapi/mine here'])
  await expect(told(rules({wort: 'here'}))).rejects.toThrow('Did you mean "word"?')
})

test('a shared rule judges contracts of every kind', async () => {
  const check = 'report(document.root ?? document.messages[0], document.api.language)'
  project.write({
    'a.yaml': contract,
    'b.proto': 'syntax = "proto3";\nmessage A {}\n',
    'mesh-rules/shared/mine.mjs': rule(check),
  })
  expect((await told({customRules})).map(line => line.slice(-9).trim())).toEqual(['mine json', 'protobuf'])
})

test('what is no rule is told with its file', async () => {
  const path = (name: string) => `mesh-rules/${name}`
  expect(await refused({[path('opanapi/mine.mjs')]: works})).toMatch(/no kind of contract. Did you mean "openapi"\?$/)
  rmSync(join(project.folder, 'mesh-rules'), {recursive: true})
  expect(await refused({[path('openapi/Mine.mjs')]: works})).toContain('is not named in kebab-case')
  rmSync(join(project.folder, 'mesh-rules'), {recursive: true})
  expect(await refused({[path('openapi/path-style.mjs')]: works})).toBe('mesh has a rule "openapi/path-style" already.')
  rmSync(join(project.folder, 'mesh-rules'), {recursive: true})
  expect(await refused({[path('openapi/a.mjs')]: 'export default {'})).toContain(
    '"mesh-rules/openapi/a.mjs" cannot be loaded: ',
  )
  rmSync(join(project.folder, 'mesh-rules'), {recursive: true})
  expect(await refused({[path('openapi/b.mjs')]: works.replace("'warning'", "'warn'")})).toContain(
    'Key "severity" has to be one of "error", "warning", "info", "off", but it is "warn".',
  )
  rmSync(join(project.folder, 'mesh-rules'), {recursive: true})
  expect(await refused({[path('openapi/c.mjs')]: rule('document.nothing.at()')})).toMatch(
    /^Rule "mesh-rules\/openapi\/c.mjs:4" failed about "a.yaml": Cannot read properties of undefined/,
  )
  expect(await refused({}, {customRules: ['rules/*.mjs']})).toBe('No file matches "lint.customRules": "rules/*.mjs".')
})

test('code outside of the repository is not loaded, neither by its path nor by a link', async () => {
  const outside = realpathSync(mkdtempSync(join(tmpdir(), 'mesh-outside-')))
  try {
    project.write({'mesh-rules/openapi/keep.txt': ''})
    mkdirSync(join(outside, 'openapi'))
    writeFileSync(join(outside, 'openapi/mine.mjs'), works)
    expect(await refused({}, {customRules: [`../${basename(outside)}/*/*.mjs`]})).toContain(
      'lies outside of the folder of mesh.yaml',
    )
    symlinkSync(join(outside, 'openapi/mine.mjs'), join(project.folder, 'mesh-rules/openapi/mine.mjs'))
    expect(await refused({})).toContain('lies outside of the folder of mesh.yaml')
  } finally {
    rmSync(outside, {recursive: true})
  }
})

test('what a rule does wrong is told with its line', async () => {
  const path = 'mesh-rules/openapi/mine.mjs'
  const failed = async (text: string) => {
    rmSync(join(project.folder, 'mesh-rules'), {recursive: true, force: true})
    // Node keeps what it has imported: each text is a file of its own.
    return refused({[path.replace('mine', `mine-${++texts}`)]: text})
  }
  expect(await failed(rule('document.nothing.at()'))).toMatch(/mine-\d+\.mjs:4" failed about "a.yaml": Cannot read/)
  expect(await failed(rule('report(undefined, "x")'))).toContain('it reports no place')
  expect(await failed(rule('report(document.root, 5)'))).toContain('it reports no sentence')
  expect(await failed(rule('').replace('check(', 'async check('))).toContain('its check is asynchronous')
  expect(await failed("import {a} from 'not-there'\nexport default a\n")).toContain("Cannot find package 'not-there'")
})

let texts = 0
const {signal} = new AbortController()

describe('the examples of rules', () => {
  const tested = async (text: string, file = 'openapi/mine.mjs') => {
    project.write({[`mesh-rules/${file.replace('mine', `mine-${++texts}`)}`]: text})
    const {outcome, findings} = await lintRules({
      config: project.config({customRules}),
      root: project.folder,
      cwd: project.folder,
      signal,
    })
    return {outcome, told: findings.map(({message, location: {start}}) => `${start.line} ${message}`)}
  }
  const api = (more: string) => `openapi: 3.1.0\ninfo: {title: A, version: "1"}\npaths:\n  /a:\n    get: {}${more}\n`
  const withExamples = (valid: string, invalid: string) =>
    works.replace("['a']", `[\`\n${valid}\`]`).replace("['b']", `[\`\n${invalid}\`]`)
  const none = api('').replace(/paths:.+/s, 'paths: {}\n')

  test('are right when lines are reported as they say', async () => {
    const right = withExamples(none, api(' # want: GET /a is there.'))
    expect(await tested(right)).toEqual({outcome: 'pass', told: []})
  })

  test.each([
    [
      'a finding in a valid one',
      withExamples(api(''), api(' # want: GET /a is there.')),
      ['8 Valid example 1: line 6 is reported: GET /a is there.'],
    ],
    [
      'nothing in an invalid one',
      withExamples(none, none.replace('title: A', 'title: B')),
      ['8 Invalid example 1: nothing is reported.'],
    ],
    [
      'another message',
      withExamples(none, api(' # want: No.')),
      [
        '12 Invalid example 1: line 6 is not reported: No.',
        '12 Invalid example 1: line 6 is reported: GET /a is there. If that is right, end the line in a comment "want: …".',
      ],
    ],
    [
      'a text that cannot be read',
      withExamples(none, 'openapi: [\n'),
      [expect.stringMatching(/^8 Invalid example 1: line \d cannot be read: /)],
    ],
    [
      'no contract',
      withExamples(none, 'title: A\n'),
      ['8 Invalid example 1: it is no contract: it has no "openapi" or "asyncapi" at its top.'],
    ],
    [
      'options that are no JSON',
      withExamples(none, api('\n# options: {a}')),
      ['8 Invalid example 1: its options are not valid JSON.'],
    ],
  ])('fail for %s, at the line of the file', async (_, text, wanted) => {
    expect(await tested(text)).toEqual({outcome: 'fail', told: wanted})
  })

  test('are chosen by --only, and there have to be some', async () => {
    const request = {config: project.config({customRules}), root: project.folder, cwd: project.folder, signal}
    project.write({'mesh-rules/openapi/mine.mjs': works})
    await expect(lintRules({...request, only: ['openapi/min']})).rejects.toThrow('Did you mean "openapi/mine"?')
    await expect(lintRules({...request, config: project.config({})})).rejects.toThrow('no rules of its own')
  })
})

test.each(['openapi', 'asyncapi', 'protobuf', 'graphql', 'shared'])(
  'a new rule about %s is right about its examples, in both languages',
  async kind => {
    await make({id: `${kind}/mine`})
    await make({id: `${kind}/typed`, typescript: true})
    const {outcome, findings, data} = await lintRules({
      config: project.config({customRules: ['mesh-rules/*/*']}),
      root: project.folder,
      cwd: project.folder,
      signal,
    })
    expect(findings).toEqual([])
    expect([outcome, data]).toEqual(['pass', {rules: 2, examples: 4}])
  },
)

test('mesh gives types that a new rule in TypeScript fits', async () => {
  const rules = ['openapi', 'asyncapi', 'protobuf', 'graphql', 'shared']
  for (const kind of rules) await make({id: `${kind}/typed`, typescript: true})
  const installed = join(project.folder, 'node_modules/@mesh/cli')
  mkdirSync(installed, {recursive: true})
  for (const name of ['package.json', 'dist', 'node_modules']) symlinkSync(resolve(name), join(installed, name))
  project.write({
    'tsconfig.json': JSON.stringify({
      compilerOptions: {strict: true, module: 'nodenext', target: 'es2022', noEmit: true, types: []},
      include: ['mesh-rules'],
    }),
  })
  const types = () =>
    spawnSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', project.folder], {encoding: 'utf8'})
  expect(types().stdout).toBe('')
  const path = join(project.folder, 'mesh-rules/openapi/typed.ts')
  writeFileSync(path, readFileSync(path, 'utf8').replace('document.operations', 'document.operation'))
  expect(types().stdout).toContain("Did you mean 'operations'?")
})

test('a new rule makes mesh.yaml where there is none, and says what to add where there is', async () => {
  const first = await make()
  expect(first.data).toMatchObject({path: 'mesh-rules/openapi/no-numbers.mjs', loaded: true})
  const text = readFileSync(join(project.folder, 'mesh.yaml'), 'utf8')
  expect(text).toBe("lint:\n  customRules: ['mesh-rules/*/*.{js,mjs,ts,mts}']\n")
  const second = await make({id: 'openapi/other', configured: true})
  expect(second.sections?.[0]?.code).toContain('customRules')
  expect(readFileSync(join(project.folder, 'mesh.yaml'), 'utf8')).toBe(text)
  const third = await make({id: 'openapi/third', configured: true, config: project.config({customRules})})
  expect(third.sections).toBeUndefined()
  await make({id: 'openapi/fourth', dryRun: true})
  expect(existsSync(join(project.folder, 'mesh-rules/openapi/fourth.mjs'))).toBe(false)
})

test('an exemption from a rule of the repository is no unknown one', async () => {
  const ignored =
    '  x-mesh-ignore: [{rule: openapi/mine, reason: Goes with the next release}, {rule: openapi/mime, reason: Misspelt}]\n'
  const text = contract.replace('info:\n', `info:\n${ignored}`)
  expect(text).not.toBe(contract)
  project.write({'a.yaml': text, 'mesh-rules/openapi/mine.mjs': works})
  const messages = async (lint: object) => {
    const {findings} = await project.lint({extends: 'mesh:standard', ...lint})
    return findings.filter(({rule: id}) => id === 'shared/exemption-reason').map(({message}) => message)
  }
  const misspelt = 'Rule "openapi/mime" is unknown.'
  expect(await messages({customRules})).toEqual([
    `${misspelt} Did you mean "openapi/mine"?`,
    'The reason "Misspelt" for the exemption from "openapi/mime" has fewer than 10 characters.',
  ])
  expect(await messages({})).toContain('Rule "openapi/mine" is unknown.')
})

test('a new rule is refused where it cannot be', async () => {
  await make()
  await expect(make()).rejects.toThrow('is there already')
  await expect(make({id: 'no-numbers'})).rejects.toThrow('does not begin with a kind of contract')
  await expect(make({id: 'openapi/No_Numbers'})).rejects.toThrow('not in kebab-case')
  await expect(make({id: 'openapi/path-style'})).rejects.toThrow('mesh has a rule')
  await expect(make({id: 'openapi/a', folder: '../rules'})).rejects.toThrow('lies outside')
})
