import {existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, join, resolve} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {configSchema} from '../src/config/schema.js'
import {checks} from '../src/contracts/checks.js'
import {kindNames} from '../src/contracts/index.js'
import {kindsOf, loadRule, ruleIds} from '../src/contracts/rules.js'
import type {AnyLintRule} from '../src/core/lint.js'
import {silent} from '../src/core/progress.js'
import {securityGrades} from '../src/core/rule.js'
import {documentedRules} from '../src/docs/catalogue.js'
import {lintContracts} from '../src/lint/contracts.js'
import {reportedAbout, wantsOf} from '../src/lint/rule-examples.js'
import {catalogueNameOf, ruleIdOf} from '../src/standard/catalogue.js'

/*
 * Every rule is tested by its own examples and by the cases of test/rules/<kind>/<rule>/: a line that is to be reported
 * ends in a comment `want: <message>`, several messages on a line are joined by ` | `. A first line `# options: {…}`
 * gives the options of the rule. JSON has no comments: the wants of `case.json` are in `case.json.want`. A folder is a
 * contract `openapi.yaml` or `asyncapi.yaml` with the files that it needs. In protobuf a line `// file: <path>` starts
 * another file, in GraphQL a line `# file: <path>`; so it does for rules about several contracts, whose folders are
 * judged as a whole.
 */
const {exemptPaths} = configSchema.parse({}).lint

const rules = await Promise.all(ruleIds.map(loadRule))

describe.each(rules.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
  const {valid, invalid} = rule.examples

  test('has a default for every option', () => {
    if (rule.options) expect(rule.options.safeParse({}).success).toBe(true)
  })

  test.each(valid.map((text, index) => [index + 1, text] as const))('valid example %i', (_, text) => judge(rule, text))
  test.each(invalid.map((text, index) => [index + 1, text] as const))('invalid example %i', (_, text) =>
    judge(rule, text),
  )
  test.each(casesOf(id))('%s', (file, text, wants) => judge(rule, text, file, wants))
  test.each(foldersOf(id))('%s/', async (_, cwd) => {
    const wants = readdirSync(cwd).flatMap(file =>
      wantsOf(readFileSync(join(cwd, file), 'utf8')).map(want => `${file}:${want}`),
    )
    const name = ['openapi.yaml', 'asyncapi.yaml'].find(each => existsSync(join(cwd, each))) ?? ''
    expect(await linted(id, rule.across ? cwd : join(cwd, name), cwd)).toEqual(wants.sort())
  })
})

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mesh-rules-')))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

describe.each(checks.map(check => [check.id, check] as const))('%s', (id, {examples}) => {
  const texts = [...examples.valid, ...examples.invalid]

  test.each(texts.map((text, index) => [index + 1, text] as const))('example %i', async (number, text) => {
    const path = join(folder, `${id.replace('/', '-')}-${number}.yaml`)
    writeFileSync(path, text)
    const wants = wantsOf(text).map(want => `${basename(path)}:${want}`)
    expect(await linted(id, path, folder)).toEqual(wants.sort())
  })
})

const documented = await documentedRules()

test.each(documented.map(rule => [rule.id, rule] as const))('%s is documented in the words of the house', (_, rule) => {
  expect(rule.summary).toMatch(/^(Require|Disallow|Enforce) .+[^.]$/)
  for (const text of [rule.why, rule.fix]) expect(text).toMatch(/^[A-Z"`].+[.?]$/s)
  for (const text of rule.examples?.valid ?? []) expect(wantsOf(text), 'a valid example has no want').toEqual([])
  for (const text of rule.examples?.invalid ?? []) expect(wantsOf(text), 'an invalid example has one').not.toEqual([])
})

/** Words by which a rule says that it is about what an attacker could do. */
const aboutSecurity =
  /\b(attackers?|credentials?|passwords?|secrets?|tokens?|authenticat\w+|security|https(?!:)|TLS|encrypt\w*|personal data|privileges?|root|open to everybody)\b/i

/** Rules that use such a word and whose findings are no vulnerabilities. */
const harmless: Readonly<Record<string, string>> = {
  'loadtest/token-overhead': 'How long a token takes to be checked opens nothing.',
  'openapi/health-endpoints': 'Probes have no token by design.',
  'openapi/required-error-responses': 'It is about telling what happens.',
  'pact/credentials-sent': 'What a test sends opens nothing.',
  'protobuf/page-token': 'A token of a page opens nothing.',
}

test('every rule about security has a grade, and no other', () => {
  const suspicious: string[] = []
  for (const {id, summary, why, security} of documented)
    if (security !== undefined) expect(securityGrades, id).toContain(security)
    else if (aboutSecurity.test(`${summary} ${why}`)) suspicious.push(id)
  expect(suspicious.sort()).toEqual(Object.keys(harmless).sort())
})

test('ids are unique', () => {
  expect(documented.map(({id}) => id)).toEqual([...new Set(documented.map(({id}) => id))])
})

test('rules defer to rules that there are', () => {
  for (const {defersTo = []} of rules)
    for (const id of defersTo)
      expect(
        rules.find(rule => rule.id === id),
        id,
      ).toMatchObject({id})
})

test('the fifteen rules of the first slice are there', () => {
  const names = `oas-document-info oas-operation-id oas-path-versioned oas-path-style oas-envelope-success
    oas-envelope-meta oas-envelope-error oas-api-error-shape oas-status-codes-allowed oas-required-error-responses
    oas-security-required oas-too-many-requests oas-list-paginated oas-pagination-shape shared-field-naming`
  for (const name of names.split(/\s+/)) {
    expect(ruleIds).toContain(ruleIdOf(name))
    expect(catalogueNameOf(ruleIdOf(name))).toBe(name)
  }
})

test('every folder of cases belongs to a rule', () => {
  const folders = readdirSync('test/rules').flatMap(kind =>
    readdirSync(join('test/rules', kind)).map(name => `${kind}/${name}`),
  )
  expect(folders.filter(folder => !ruleIds.includes(folder))).toEqual([])
})

test('every rule of the shared folder speaks about every kind', () => {
  for (const id of ruleIds.filter(each => each.startsWith('shared/'))) expect(kindsOf(id)).toEqual(kindNames)
})

/** Reads a text as mesh does and compares what the rule reports with what the text wants. */
async function judge(rule: AnyLintRule, text: string, path?: string, wants = wantsOf(text)) {
  expect(await reportedAbout(rule, text, exemptPaths, path), path).toEqual([...wants].sort())
}

/** What one rule or check reports about a contract and the files that it refers to: `file:line: message`. */
async function linted(id: string, path: string, cwd: string): Promise<string[]> {
  const {findings} = await lintContracts({
    paths: [path],
    config: configSchema.parse({}),
    root: cwd,
    cwd,
    allowRemote: false,
    progress: silent,
    signal: new AbortController().signal,
  })
  return findings
    .filter(({rule}) => rule === id)
    .map(({location: {path: file, start}, message}) => `${file}:${start.line}: ${message}`)
    .sort()
}

function casesOf(id: string): [string, string, string[] | undefined][] {
  const folder = join('test/rules', id)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(file => file.includes('.') && !file.endsWith('.want'))
    .map(file => {
      const text = readFileSync(join(folder, file), 'utf8')
      const wants = join(folder, `${file}.want`)
      const beside = existsSync(wants) ? readFileSync(wants, 'utf8').trimEnd().split('\n') : undefined
      return [file, text, beside]
    })
}

/** Cases of several files. */
function foldersOf(id: string): [string, string][] {
  const folder = join('test/rules', id)
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter(name => !name.includes('.'))
  return names.map(name => [name, resolve(folder, name)])
}
