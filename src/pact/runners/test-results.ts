import {readFile} from 'node:fs/promises'
import {stripVTControlCharacters} from 'node:util'
import type {Finding} from '../../core/finding.js'
import {startOf} from '../../core/source.js'
import {shownPath} from '../../io/files.js'

/** What a runner tells about a run, as far as it is of use. */
export interface TestResults {
  readonly passed: number
  readonly failed: number
  /** Skipped and still to be written. */
  readonly skipped: number
  readonly findings: readonly Finding[]
}

/** The shape of jest's JSON report, which vitest writes, too. */
interface JestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages?: readonly string[] | null
    }[]
  }[]
}

/** Reads a report of this shape; undefined when there is none. */
export async function readJestResults(file: string): Promise<TestResults | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const report: JestReport = JSON.parse(text)
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    findings: report.testResults.flatMap(({name, status, message, assertionResults}) => {
      const failures = assertionResults.filter(result => result.status === 'failed')
      // A file that cannot be imported has no tests at all.
      if (status === 'failed' && failures.length === 0)
        return [failedTest(name, `"${shownPath(name)}" cannot be run`, [message ?? ''])]
      return failures.map(({fullName, failureMessages}) =>
        failedTest(name, `"${fullName}" failed`, failureMessages ?? []),
      )
    }),
  }
}

/** A finding at the place in the test file that the messages name; `what` says what failed. */
export function failedTest(file: string, what: string, messages: readonly string[]): Finding {
  const whole = stripVTControlCharacters(messages.join('\n'))
  const why = whole
    .replace(/\n\s+at .*/gs, '')
    .replace(/^(\w*Error: )+/, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const short = why.length > 600 ? `${why.slice(0, 599)}…` : why
  return {
    rule: 'pact/consumer-test',
    severity: 'error',
    message: short === '' ? `${what}.` : `${what}: ${short}${/[.?!…]$/.test(short) ? '' : '.'}`,
    location: placeIn(file, whole),
  }
}

/** The place in the test file that the stack names first. */
function placeIn(file: string, stack: string): Finding['location'] {
  const path = shownPath(file)
  const at = stack.indexOf(`${file}:`)
  const [, line, column] = (at === -1 ? undefined : /^:(\d+):(\d+)/.exec(stack.slice(at + file.length))) ?? []
  if (line === undefined || column === undefined) return startOf(path)
  const place = {line: Number(line), column: Number(column)}
  return {path, start: place, end: place}
}
