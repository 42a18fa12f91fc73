import {pathToFileURL} from 'node:url'
import {builtFile} from '../../io/built-file.js'
import type {Runner} from './runner.js'
import {readJestResults} from './test-results.js'

export const nodeTest: Runner = {
  name: 'node --test',
  imports: /['"]node:test['"]/,
  package: undefined,
  harmless: /^--(import|require|test-concurrency|test-timeout|experimental-strip-types|no-warnings)(=.*)?$/,
  words: ({files, results, others}) => [
    '--test',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${pathToFileURL(builtFile('pact/child/node-test-reporter.js')).href}`,
    `--test-reporter-destination=${results}`,
    ...others,
    ...files,
  ],
  read: readJestResults,
}
