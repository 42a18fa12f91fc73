/** A reporter of `node --test` that writes what jest writes: one shape is enough to read. */
import type {TestEvent} from 'node:test/reporters'

interface Told {
  readonly fullName: string
  readonly status: 'passed' | 'failed'
  readonly failureMessages: readonly string[]
}

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const byFile = new Map<string, Told[]>()
  const counts = {passed: 0, failed: 0, skipped: 0, todo: 0}
  for await (const {type, data} of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const {file = '(unknown test)', name, details} = data
    // A suite fails with its tests, and a file is a test of its own when it runs in a process of its own.
    if (details.type === 'suite') continue
    if (data.skip !== undefined && data.skip !== false) counts.skipped++
    else if (data.todo !== undefined && data.todo !== false) counts.todo++
    else if (type === 'test:pass') counts.passed++
    else counts.failed++
    const error = 'error' in details ? (details.error.cause ?? details.error) : undefined
    const message = error instanceof Error ? (error.stack ?? error.message) : error === undefined ? '' : String(error)
    const told: Told = {
      fullName: name,
      status: type === 'test:fail' ? 'failed' : 'passed',
      failureMessages: message === '' ? [] : [message],
    }
    byFile.set(file, [...(byFile.get(file) ?? []), told])
  }
  yield JSON.stringify({
    numPassedTests: counts.passed,
    numFailedTests: counts.failed,
    numPendingTests: counts.skipped,
    numTodoTests: counts.todo,
    testResults: [...byFile].map(([name, assertionResults]) => ({
      name,
      status: assertionResults.some(({status}) => status === 'failed') ? 'failed' : 'passed',
      assertionResults,
    })),
  })
}
