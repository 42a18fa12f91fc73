import {execFile} from 'node:child_process'
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
// @ts-expect-error a build script, in JavaScript
import {readTemplates} from '../bin/build/template-source.js'
import type {Answers} from '../src/scaffold/answers.js'
import {type Choices, loadComposition} from '../src/scaffold/composition.js'
import {create} from '../src/scaffold/create.js'
import {type Plan, plan} from '../src/scaffold/plan.js'
import {loadTemplate, projectNames} from '../src/scaffold/template.js'

/** A template and one way to choose from what it offers. */
interface Made {
  readonly label: string
  readonly template: string
  readonly choices: Choices
}

/**
 * Every template that a project can be made of, found by its folder: the project must pass its own checks and ours on
 * the day it is born. `payment-methods-service` has a resource of two words and of another length than the example.
 */
const all: Made[] = []
for (const template of projectNames) all.push(...waysToChoose(template, (await loadTemplate(template)).choices))

/** Each option with the defaults of the other choices, and all of those that go together. */
function waysToChoose(template: string, choices: Awaited<ReturnType<typeof loadTemplate>>['choices']): Made[] {
  const ways = [
    {},
    ...Object.entries(choices).flatMap(([key, {options, several}]) => {
      const names = Object.keys(options)
      return [...names.map(name => ({[key]: [name]})), ...(several && names.length > 1 ? [{[key]: names}] : [])]
    }),
  ]
  const made = ways.map(way => {
    const chosen = Object.fromEntries(Object.entries(choices).map(([key, choice]) => [key, choice.default]))
    return {template, choices: {...chosen, ...way}}
  })
  const byLabel = made.map(each => [[template, ...Object.values(each.choices).flat()].join(' '), each] as const)
  return [...new Map(byLabel)].map(([label, each]) => ({label, ...each}))
}

test('there are templates', () => {
  const labels = all.map(({label}) => label)
  expect(labels).toContain('service rest memory')
  expect(labels).toContain('gateway')
})

const answersOf = (template: string): Answers =>
  template === 'gateway' ? {upstreams: [{name: 'orders', url: 'http://127.0.0.1:3001'}]} : {}

const compositionOf = ({template, choices}: Made) => loadComposition(template, choices)

async function planned(made: Made, name: string): Promise<Plan> {
  return plan(await compositionOf(made), {name, answers: answersOf(made.template), meshVersion: '0.0.0-test'})
}

test.each(readTemplates(`${process.cwd()}/`) as {name: string; unusedPolicies: string[]}[])(
  '$name names policies for files that it has',
  ({unusedPolicies}) => {
    expect(unusedPolicies).toEqual([])
  },
)

describe.each(all)('$label', made => {
  const parent = mkdtempSync(join(tmpdir(), 'mesh-template-'))
  const project = join(parent, 'payment-methods-service')

  beforeAll(() => make('payment-methods-service'))

  afterAll(() => rmSync(parent, {recursive: true, force: true}))

  test('asks for versions that this repository has, each of them exactly', async () => {
    const ours = manifestOf('package.json')
    const {dependencies, devDependencies} = manifestOf(join(project, 'package.json'))
    const known = {...ours.dependencies, ...ours.devDependencies}
    for (const [dependency, version] of Object.entries({...dependencies, ...devDependencies}))
      expect(known[dependency], `"${dependency}" in package.json of this repository`).toBe(version)
    expect(existsSync(join(project, 'node_modules/.bin')), 'its dependencies can be linked').toBe(true)
  })

  test('leaves no trace of the example and no expression', async () => {
    const {files} = await compositionOf(made)
    const rendered = new Set(files.flatMap(({example, content}) => ('render' in content ? [example] : [])))
    for (const {path, content} of (await planned(made, 'payment-methods-service')).files) {
      const text = content.toString()
      expect(`${path}\n${text}`).not.toMatch(/\bwork[ _-]?items?\b/i)
      if (rendered.has(path)) expect(text, path).not.toMatch(/(?<!\$)\{\{/)
    }
  })

  test('is a whole service', async () => {
    const {files} = await planned(made, 'orders')
    if (made.template === 'service') expect(files.length).toBeGreaterThanOrEqual(50)
    const paths = files.map(({path}) => path)
    const expected = [
      '.dockerignore',
      '.env.example',
      '.gitignore',
      'Dockerfile',
      'README.md',
      'mesh.yaml',
      'package.json',
    ]
    expect(paths).toEqual(expect.arrayContaining([...expected, 'contracts/openapi.yaml']))
    expect(paths.some(path => path.startsWith('.github/workflows/'))).toBe(true)
  })

  test.each(['orders', 'requests', 'cases', 'users-api', 'service'])(
    'of the name "%s" has no two files in one place',
    async each => {
      const paths = (await planned(made, each)).files.map(({path}) => path.toLowerCase())
      expect(new Set(paths).size).toBe(paths.length)
    },
  )

  test('calls the resource what people call it', async () => {
    if (!(await compositionOf(made)).resource) return
    const usual = 'orders users payments products customers invoices shipments accounts carts articles bookings'
    for (const plural of [...usual.split(' '), 'messages', 'reviews', 'vehicles', 'subscriptions', 'devices'])
      expect(await planned(made, plural)).toMatchObject({resource: {plural}, notes: []})
  })

  test('lints and type-checks', async () => {
    await npm('run', 'check')
  }, 60_000)

  test('type-checks with a shorter resource and with one that had to be changed', async () => {
    if (!(await compositionOf(made)).resource) return
    for (const other of ['orders', 'cases']) {
      await make(other)
      await run('npm', ['exec', 'tsc'], join(parent, other))
    }
  }, 60_000)

  test('passes its own tests', async () => {
    await npm('test')
  }, 120_000)

  test('has contracts without a finding', async () => {
    const {stdout} = await run(process.execPath, [resolve('bin/run.js'), 'lint', 'contracts', '--format', 'json'])
    const {findings, contracts} = JSON.parse(stdout)
    expect(findings).toEqual([])
    // No finding in nothing would prove nothing.
    expect(contracts).toContainEqual(expect.objectContaining({path: 'contracts/openapi.yaml', kind: 'openapi'}))
    for (const {operations} of contracts) expect(operations).toBeGreaterThan(0)
  })

  async function make(projectName: string): Promise<void> {
    await create({
      template: await compositionOf(made),
      order: {name: projectName, answers: answersOf(made.template)},
      cwd: parent,
      dependencies: 'link',
      git: false,
      dryRun: false,
      progress: () => {},
      signal: new AbortController().signal,
    })
  }

  const npm = (...words: string[]) => run('npm', words)

  /** Runs a program in the project; all that it says is in the error when it fails. */
  function run(command: string, words: readonly string[], cwd = project): Promise<{stdout: string}> {
    // A project is not part of this run of vitest.
    const inherited = Object.entries(process.env).filter(([key]) => !/^(VITEST|NODE_ENV$|npm_)/.test(key))
    const env = {...Object.fromEntries(inherited), NO_COLOR: '1', FORCE_COLOR: undefined}
    return new Promise((done, fail) => {
      execFile(command, words, {cwd, env, maxBuffer: 1 << 26}, (error, stdout, stderr) => {
        if (error) fail(new Error(`${command} ${words.join(' ')}: ${error.message}\n${stdout}\n${stderr}`))
        else done({stdout})
      })
    })
  }
})

function manifestOf(path: string): Record<'dependencies' | 'devDependencies', Record<string, string>> {
  return JSON.parse(readFileSync(path, 'utf8'))
}
