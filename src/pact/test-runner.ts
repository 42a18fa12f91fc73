import {existsSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {glob} from 'tinyglobby'
import {MeshError} from '../core/errors.js'
import type {Program} from '../io/guarded-process.js'

/** How the consumer tests of a project are run. */
export interface TestRunner {
  readonly name: string
  readonly program: Program
  /** Where the runner leaves its results as JSON, when it can. */
  readonly results: string | undefined
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

/** Options of vitest behind which all tests still run. */
const harmless =
  /^(-c|--(config|pool|maxWorkers|minWorkers|no-file-parallelism|fileParallelism|reporter|retry|testTimeout|hookTimeout|root|silent|no-color|color)(=.*)?)$/

/** Finds the project's own vitest and its consumer tests. */
export async function findRunner(
  root: string,
  patterns: readonly string[] | undefined,
  words: readonly string[],
  results: string,
): Promise<TestRunner> {
  const vitest = findVitest(root)
  const found = await findTests(root, patterns ?? consumerTests)
  if (found.length === 0)
    throw new MeshError(
      `There are no consumer tests in "${root}".`,
      patterns
        ? `No file matches ${patterns.map(pattern => `"${pattern}"`).join(', ')}.`
        : 'Call them like test/pact/orders.consumer.test.ts, or name them with --include.',
    )
  // A word that fits one of the files chooses files, as it does for vitest.
  const choosing = words.filter(word => !word.startsWith('-') && found.some(file => file.includes(word)))
  const files = choosing.length > 0 ? found.filter(file => choosing.some(word => file.includes(word))) : found
  const others = words.filter(word => !choosing.includes(word))
  const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  return {
    name: 'vitest',
    program: {file: process.execPath, words: [vitest, 'run', ...files, ...reports, ...others]},
    results,
    isFiltered: choosing.length > 0 || !others.every((word, index) => isHarmless(word, others[index - 1])),
    files,
  }
}

/** A value behind an option that takes one is as harmless as the option. */
function isHarmless(word: string, before: string | undefined): boolean {
  return (
    harmless.test(word) ||
    (!word.startsWith('-') && before !== undefined && harmless.test(before) && !before.includes('='))
  )
}

function findVitest(root: string): string {
  try {
    const manifest = createRequire(join(root, 'package.json')).resolve('vitest/package.json')
    const {bin} = JSON.parse(readFileSync(manifest, 'utf8'))
    return join(dirname(manifest), typeof bin === 'string' ? bin : bin.vitest)
  } catch {
    const other = ['jest', 'mocha', 'ava'].find(name => existsSync(join(root, 'node_modules', name, 'package.json')))
    throw new MeshError(
      `vitest is not installed in "${root}".`,
      other
        ? `Let mesh run your own command: mesh pact test --command "npx ${other} …"`
        : 'Install it (npm install --save-dev vitest), or let mesh run your own command with --command.',
    )
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
