// Adds up vitest's JSON reports and prints the closing line. A report that is missing counts as one failure.
import {existsSync, readFileSync} from 'node:fs'

const [failedBefore, ...reports] = process.argv.slice(2)
let passed = 0
let failed = 0
for (const file of reports) {
  if (!existsSync(file)) {
    failed++
    continue
  }
  const {numPassedTests, numFailedTests, numFailedTestSuites, success} = JSON.parse(readFileSync(file, 'utf8'))
  passed += numPassedTests
  failed += numFailedTests || (success ? 0 : Math.max(1, numFailedTestSuites))
}
if (failedBefore !== '0' && failed === 0) failed = 1
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
