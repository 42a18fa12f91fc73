import {readFileSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {glob} from 'tinyglobby'
import {MeshError} from '../../core/errors.js'
import type {Program} from '../../io/guarded-process.js'
import {jest} from '../runners/jest.js'
import {mocha} from '../runners/mocha.js'
import {nodeTest} from '../runners/node-test.js'
import type {Runner} from '../runners/runner.js'
import type {TestResults} from '../runners/test-results.js'
import {vitest} from '../runners/vitest.js'

/** How the consumer tests of a project are run. */
export interface TestRunner {
  readonly name: string
  readonly program: Program
  /** Reads what the runner says of the tests; undefined where a command of the user runs them. */
  readonly results: (() => Promise<TestResults | undefined>) | undefined
  /** Only a part of the tests runs: what the others wrote before has to stay. */
  readonly isFiltered: boolean
  /** Files with consumer tests; unknown when a command of the user runs them. */
  readonly files: readonly string[]
}

const extensions = '{ts,mts,cts,tsx,js,mjs,cjs,jsx}'

/** Where consumer tests are by convention. */
export const consumerTests = [
  `**/*.{consumer,pact}.{test,spec}.${extensions}`,
  `**/{pact,pacts}/**/*.{test,spec}.${extensions}`,
]

/** In the order in which they are looked for where the test files do not say. */
const runners: readonly Runner[] = [vitest, jest, mocha, nodeTest]

/** Finds the consumer tests of a project and the runner that they are written for, in the project's own copy. */
export async function findRunner(
  root: string,
  patterns: readonly string[] | undefined,
  words: readonly string[],
  results: string,
): Promise<TestRunner> {
  const found = await findTests(root, patterns ?? consumerTests)
  if (found.length === 0)
    throw new MeshError(
      `There are no consumer tests in "${root}".`,
      patterns
        ? `No file matches ${patterns.map(pattern => `"${pattern}"`).join(', ')}.`
        : 'Call them like test/pact/orders.consumer.test.ts, or name them with --include.',
    )
  const {runner, binary} = await chooseRunner(root, found)
  // A word that fits one of the files chooses files, as it does for vitest.
  const choosing = words.filter(word => !word.startsWith('-') && found.some(file => file.includes(word)))
  const files = choosing.length > 0 ? found.filter(file => choosing.some(word => file.includes(word))) : found
  const others = words.filter(word => !choosing.includes(word))
  return {
    name: runner.name,
    program: {file: process.execPath, words: runner.words({binary, files, results, others})},
    results: () => runner.read(results),
    isFiltered: choosing.length > 0 || !others.every((word, index) => isHarmless(runner, word, others[index - 1])),
    files,
  }
}

/** A value behind an option that takes one is as harmless as the option. */
function isHarmless({harmless}: Runner, word: string, before: string | undefined): boolean {
  return (
    harmless.test(word) ||
    (!word.startsWith('-') && before !== undefined && harmless.test(before) && !before.includes('='))
  )
}

/** The runner that the test files import; where they import none, as with globals, the one that the project uses. */
async function chooseRunner(root: string, files: readonly string[]): Promise<{runner: Runner; binary: string}> {
  const imported = new Set<Runner>()
  for (const file of files) {
    const text = await readFile(join(root, file), 'utf8')
    const own = runners.find(({imports}) => imports.test(text))
    if (own) imported.add(own)
  }
  const [runner, other] = imported
  if (runner && other)
    throw new MeshError(
      `The consumer tests are written for ${runner.name} and for ${other.name}.`,
      'Run one part after the other: name its files with --include.',
    )
  const wanted = runner ? [runner] : await likelyRunners(root)
  for (const each of wanted) {
    if (each.package === undefined) return {runner: each, binary: ''}
    const binary = binaryOf(root, each.package)
    if (binary !== undefined) return {runner: each, binary}
  }
  const name = runner?.package ?? 'vitest'
  throw new MeshError(
    `${name} is not installed in "${root}".`,
    `Install it (npm install --save-dev ${name}), or let mesh run your own command with --command.`,
  )
}

/** First those that a script of package.json names, then those that it asks for, then what else may be installed. */
async function likelyRunners(root: string): Promise<readonly Runner[]> {
  const manifest = await readFile(join(root, 'package.json'), 'utf8').catch(() => '{}')
  const {scripts = {}, dependencies = {}, devDependencies = {}} = parsed(manifest)
  const lines = Object.values(scripts).join('\n')
  const asked = {...dependencies, ...devDependencies}
  const isScript = ({package: name}: Runner) => new RegExp(`(^|[\\s/])${name ?? 'node --test'}(\\s|$)`, 'm').test(lines)
  const isAsked = ({package: name}: Runner) => name !== undefined && name in asked
  const installed = runners.filter(({package: name}) => name !== undefined)
  return [...new Set([...runners.filter(isScript), ...runners.filter(isAsked), ...installed])]
}

type Manifest = Partial<Record<'scripts' | 'dependencies' | 'devDependencies', Readonly<Record<string, unknown>>>>

/** A package.json that cannot be read names nothing; npm tells its owner. */
function parsed(text: string): Manifest {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/** The program of a package that the project has. */
function binaryOf(root: string, name: string): string | undefined {
  try {
    const manifest = createRequire(join(root, 'package.json')).resolve(`${name}/package.json`)
    const {bin} = JSON.parse(readFileSync(manifest, 'utf8'))
    return join(dirname(manifest), typeof bin === 'string' ? bin : bin[name])
  } catch {
    return undefined
  }
}

/** Tests of the provider side may lie in the same folder; they verify pacts and write none. */
async function findTests(root: string, patterns: readonly string[]): Promise<string[]> {
  const files = await glob([...patterns], {
    cwd: root,
    ignore: ['**/node_modules/**', '**/dist/**', '**/coverage/**', '**/.*/**', '**/*{provider,verif}*'],
    expandDirectories: false,
  })
  return files.sort()
}
