import type {TestResults} from './test-results.js'

/** A test runner that `mesh pact test` knows how to start and to understand. */
export interface Runner {
  readonly name: string
  /** What a test file imports that is written for it. */
  readonly imports: RegExp
  /** The package whose program is started; undefined for what is part of Node. */
  readonly package: string | undefined
  /** Options behind which all tests still run; one that takes a value may have it behind it. */
  readonly harmless: RegExp
  /** Words behind `node`. `binary` is the program of the package, `results` the file that is to have the results. */
  words(run: RunnerCall): readonly string[]
  /** Undefined when the runner left no results. */
  read(results: string): Promise<TestResults | undefined>
}

export interface RunnerCall {
  readonly binary: string
  /** Test files, from the folder of the project. */
  readonly files: readonly string[]
  readonly results: string
  /** What the user gives besides. */
  readonly others: readonly string[]
}
