import type {Runner} from './runner.js'
import {readJestResults} from './test-results.js'

export const jest: Runner = {
  name: 'jest',
  imports: /['"]@jest\/globals['"]/,
  package: 'jest',
  harmless:
    /^(-c|-i|-w|--(config|runInBand|maxWorkers|workerThreads|verbose|silent|testTimeout|detectOpenHandles|forceExit|color|no-color|ci|no-cache)(=.*)?)$/,
  // Another report would take the place of the JSON only on standard output.
  words: ({binary, files, results, others}) => [
    binary,
    '--json',
    `--outputFile=${results}`,
    '--testLocationInResults',
    ...others,
    '--runTestsByPath',
    ...files,
  ],
  read: readJestResults,
}
