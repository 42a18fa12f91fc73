import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, dirname, join, resolve} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {configSchema} from '../src/config/schema.js'
import {checks} from '../src/contracts/checks.js'
import {kindNames, kinds} from '../src/contracts/index.js'
import {readJson} from '../src/contracts/json/document.js'
import {kindsOf, loadRule, ruleIds} from '../src/contracts/rules.js'
import {type AnyLintRule, lint} from '../src/core/lint.js'
import {silent} from '../src/core/progress.js'
import {documentedRules} from '../src/docs/catalogue.js'
import {lintContracts} from '../src/lint/contracts.js'
import {catalogueNameOf, ruleIdOf} from '../src/standard/catalogue.js'
import {reportedIn as reportedInGraphql} from './contracts/graphql/example.js'
import {reportedIn} from './contracts/protobuf/example.js'

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
      wanted(readFileSync(join(cwd, file), 'utf8')).map(want => `${file}:${want}`),
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
    const wants = wanted(text).map(want => `${basename(path)}:${want}`)
    expect(await linted(id, path, folder)).toEqual(wants.sort())
  })
})

const documented = await documentedRules()

test.each(documented.map(rule => [rule.id, rule] as const))('%s is documented in the words of the house', (_, rule) => {
  expect(rule.summary).toMatch(/^(Require|Disallow|Enforce) .+[^.]$/)
  for (const text of [rule.why, rule.fix]) expect(text).toMatch(/^[A-Z"`].+[.?]$/s)
  for (const text of rule.examples?.valid ?? []) expect(wanted(text), 'a valid example has no want').toEqual([])
  for (const text of rule.examples?.invalid ?? []) expect(wanted(text), 'an invalid example has one').not.toEqual([])
})

test('ids are unique', () => {
  expect(documented.map(({id}) => id)).toEqual([...new Set(documented.map(({id}) => id))])
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
async function judge(rule: AnyLintRule, text: string, path = 'example.yaml', wants = wanted(text)) {
  if (rule.across) {
    expect(await reportedAcross(text, rule.id), path).toEqual([...wants].sort())
    return
  }
  if (rule.id.startsWith('protobuf/') || path.endsWith('.proto')) {
    expect((await reportedIn(text, rule, optionsIn(text))).sort(), path).toEqual([...wants].sort())
    return
  }
  if (rule.id.startsWith('graphql/')) {
    expect((await reportedInGraphql(text, rule, optionsIn(text))).sort(), path).toEqual([...wants].sort())
    return
  }
  const {documents, problems} = readJson({path, text})
  expect(problems, 'the example can be read').toEqual([])
  const [document] = documents
  if (!document) throw new Error('The example is empty.')
  const [kind] = Object.values(kinds).filter(({matches}) => matches(document))
  if (!kind) throw new Error('The example is no contract.')
  const contract = await kind.read(document, {exemptPaths, documents: new Map([[path, document]])})
  const {findings} = lint(contract, [rule], new Map([[rule.id, {severity: 'error', options: optionsIn(text)}]]))
  const reported = findings.map(({location: {start}, message}) => `${start.line}: ${message}`)
  expect(reported.sort(), path).toEqual([...wants].sort())
}

/** `line: message` of what a rule about several contracts reports about the files in an example. */
async function reportedAcross(text: string, id: string): Promise<string[]> {
  const cwd = mkdtempSync(join(folder, 'across-'))
  const linesBefore = new Map<string, number>()
  let line = 0
  for (const part of text.split(/^(?=(?:#|\/\/) file: )/m)) {
    const path = /^(?:#|\/\/) file: (\S+)/.exec(part)?.[1]
    if (path !== undefined) {
      linesBefore.set(path, line)
      mkdirSync(dirname(join(cwd, path)), {recursive: true})
      // Without what it wants, which would be a comment like any other.
      writeFileSync(join(cwd, path), part.replaceAll(/ *(?:#|\/\/) want: .+$/gm, ''))
    }
    line += part.split('\n').length - 1
  }
  const found = await linted(id, cwd, cwd)
  return found
    .map(each => {
      const [, path = '', number, message] = /^(.*?):(\d+): (.*)$/s.exec(each) ?? []
      return `${(linesBefore.get(path) ?? 0) + Number(number)}: ${message}`
    })
    .sort()
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

/** `line: message` of every want in a text. */
function wanted(text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const messages = /(?:#|\/\/) want: (.+)$/.exec(line)?.[1]?.split(' | ') ?? []
    return messages.map(message => `${index + 1}: ${message.trim()}`)
  })
}

function optionsIn(text: string): unknown {
  const written = /^(?:#|\/\/) options: (.+)$/m.exec(text)?.[1]
  return written === undefined ? {} : JSON.parse(written)
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
