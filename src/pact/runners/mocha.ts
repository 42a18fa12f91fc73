import {readFile} from 'node:fs/promises'
import type {Runner} from './runner.js'
import {failedTest, type TestResults} from './test-results.js'

/** The shape of mocha's JSON report. */
interface MochaReport {
  readonly stats: {readonly passes: number; readonly pending: number}
  readonly failures: readonly {
    readonly fullTitle: string
    readonly file?: string | null
    readonly err: {readonly message?: string; readonly stack?: string}
  }[]
}

export const mocha: Runner = {
  name: 'mocha',
  imports: /['"]mocha['"]/,
  package: 'mocha',
  harmless:
    /^(-p|-t|-r|-j|--(config|package|timeout|require|import|loader|parallel|jobs|retries|color|no-color|exit|node-option|extension)(=.*)?)$/,
  words: ({binary, files, results, others}) => [
    binary,
    '--reporter=json',
    `--reporter-option=output=${results}`,
    ...others,
    ...files,
  ],
  read: readMochaResults,
}

async function readMochaResults(file: string): Promise<TestResults | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const {stats, failures}: MochaReport = JSON.parse(text)
  return {
    passed: stats.passes,
    failed: failures.length,
    skipped: stats.pending,
    findings: failures.map(({fullTitle, file: path, err}) =>
      failedTest(path ?? '(unknown test)', `"${fullTitle}" failed`, [err.stack ?? err.message ?? '']),
    ),
  }
}
