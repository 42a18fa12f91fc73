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
import {basename, join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {expect, test} from 'vitest'
import {type NewRule, newRule} from '../../src/lint/new-rule.js'
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
    /^Rule "mesh-rules\/openapi\/c.mjs" failed about "a.yaml": Cannot read properties of undefined/,
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
    expect(await refused({})).toContain('No file matches')
  } finally {
    rmSync(outside, {recursive: true})
  }
})

test.each(['openapi', 'protobuf', 'graphql', 'shared'])(
  'a new rule about %s accepts and rejects its examples',
  async kind => {
    await make({id: `${kind}/mine`})
    const path = join(project.folder, `mesh-rules/${kind}/mine.mjs`)
    const {default: made} = await import(pathToFileURL(path).href)
    const file = `a.${{protobuf: 'proto', graphql: 'graphql'}[kind] ?? 'yaml'}`
    project.write({[file]: made.examples.valid[0]})
    expect(await told({customRules})).toEqual([])
    project.write({[file]: made.examples.invalid[0]})
    const [only, ...others] = await told({customRules})
    expect([only, others]).toEqual([expect.stringContaining('ends in a number.'), []])
  },
)

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

test('a new rule is refused where it cannot be', async () => {
  await make()
  await expect(make()).rejects.toThrow('is there already')
  await expect(make({id: 'no-numbers'})).rejects.toThrow('does not begin with a kind of contract')
  await expect(make({id: 'openapi/No_Numbers'})).rejects.toThrow('not in kebab-case')
  await expect(make({id: 'openapi/path-style'})).rejects.toThrow('mesh has a rule')
  await expect(make({id: 'openapi/a', folder: '../rules'})).rejects.toThrow('lies outside')
})
