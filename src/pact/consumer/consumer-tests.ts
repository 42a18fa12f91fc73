import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {MeshError} from '../../core/errors.js'
import type {Progress} from '../../core/progress.js'
import type {Report} from '../../core/report.js'
import {builtFile} from '../../io/built-file.js'
import {withoutTelemetry} from '../environment.js'
import {consumerTestsReport} from './consumer-tests-report.js'
import {readRecorded} from './recorded.js'
import {runTests} from './run-tests.js'
import {findRunner, type TestRunner} from './test-runner.js'
import {writePacts} from './write-pacts.js'

export interface ConsumerTestOptions {
  /** The project; absolute. */
  readonly root: string
  /** Where pact files belong; from `root`. */
  readonly folder: string
  /** A line for the shell that runs the tests, instead of the project's runner. */
  readonly command: string | undefined
  /** Globs of the test files, instead of the convention. */
  readonly include: readonly string[] | undefined
  /** Write nothing: a pact that would change is a failure. */
  readonly failOnChange: boolean
  /** Further words for the runner. */
  readonly words: readonly string[]
  /** Show what the tests write, on standard error. */
  readonly show: boolean
  /** Milliseconds that the tests may take. */
  readonly timeout: number
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** Runs the consumer tests of a project and puts the pacts together that they write. */
export async function runConsumerTests(options: ConsumerTestOptions): Promise<Report> {
  const {root, timeout, show, progress, signal} = options
  const begin = performance.now()
  const temporary = await mkdtemp(join(tmpdir(), 'mesh-pact-'))
  // Apart from the results: every entry of this folder is one write.
  const record = await mkdtemp(join(temporary, 'record-'))
  try {
    const runner = await chooseRunner(options, join(temporary, 'results.json'))
    if (!show) progress(`Running the consumer tests with ${runner.name} …`)
    const run = await runTests(runner.program, {cwd: root, env: recording(record), show, timeout, signal})
    const results = await runner.results?.()
    if (results && results.passed + results.failed + results.skipped === 0 && results.findings.length === 0)
      throw new MeshError(
        `${runner.name} finds no tests in ${runner.files.map(file => `"${file}"`).join(', ')}.`,
        'Its configuration may leave these files out ("test.include"), or the words behind "--" choose none.',
      )
    const passed = run.code === 0 && (results?.failed ?? 0) === 0 && (results?.findings.length ?? 0) === 0
    const recorded = await readRecorded(record)
    if (passed && recorded.length === 0)
      throw new MeshError(
        'The consumer tests passed, but wrote no pact.',
        'A consumer test calls its client inside of executeTest (or verify) of @pact-foundation/pact 16 or newer, in Node.',
      )
    const isComplete = !runner.isFiltered && (results?.skipped ?? 0) === 0
    const isWhole = isComplete && options.command === undefined && options.include === undefined
    // A failed test has written nothing: the file would lose its interaction.
    const {written, conflicts} = passed
      ? await writePacts(recorded, resolve(root, options.folder), {isComplete, isWhole, dryRun: options.failOnChange})
      : {written: [], conflicts: []}
    const durationMs = Math.round(performance.now() - begin)
    const {failOnChange} = options
    return consumerTestsReport({runner, run, results, passed, isComplete, failOnChange, written, conflicts, durationMs})
  } finally {
    await rm(temporary, {recursive: true, force: true})
  }
}

async function chooseRunner(
  {root, command, include, words}: ConsumerTestOptions,
  results: string,
): Promise<TestRunner> {
  if (command === undefined) return findRunner(root, include, words, results)
  if (include) throw new MeshError('A command chooses its tests by itself.', 'Leave out --include, or --command.')
  // Words come from a list, and the shell would take them apart again.
  const line = [command, ...words.map(word => `'${word.replaceAll("'", `'\\''`)}'`)].join(' ')
  return {name: `"${command}"`, program: {line}, results: undefined, isFiltered: words.length > 0, files: []}
}

/** The environment in which every write of a pact is recorded. */
function recording(folder: string): NodeJS.ProcessEnv {
  const preload = `--import ${pathToFileURL(builtFile('pact/child/record.js')).href}`
  const options = process.env.NODE_OPTIONS
  return {
    ...withoutTelemetry(process.env),
    NODE_OPTIONS: options ? `${options} ${preload}` : preload,
    MESH_PACT_RECORD: folder,
  }
}
