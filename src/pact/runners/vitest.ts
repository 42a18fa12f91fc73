import type {Runner} from './runner.js'
import {readJestResults} from './test-results.js'

export const vitest: Runner = {
  name: 'vitest',
  imports: /['"]vitest['"]/,
  package: 'vitest',
  harmless:
    /^(-c|--(config|pool|maxWorkers|minWorkers|no-file-parallelism|fileParallelism|reporter|retry|testTimeout|hookTimeout|root|silent|no-color|color)(=.*)?)$/,
  words: ({binary, files, results, others}) => [
    binary,
    'run',
    ...files,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...others,
  ],
  read: readJestResults,
}
