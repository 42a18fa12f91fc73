import {availableParallelism} from 'node:os'
import {fileURLToPath} from 'node:url'
import {configDefaults, defineConfig} from 'vitest/config'
// @ts-expect-error a build script, in JavaScript
import {choicesOf} from '../bin/build/choices.js'
// @ts-expect-error a build script, in JavaScript
import {rulesModuleForVite} from '../bin/build/rules.js'
// @ts-expect-error a build script, in JavaScript
import {structureModuleForVite} from '../bin/build/structure.js'
// @ts-expect-error a build script, in JavaScript
import {templatesModuleForVite} from '../bin/build/templates.js'
import {LongestFirst} from './longest-first.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const report = process.env.MESH_TEST_REPORT
const templates = '**/templates/**/*.test.ts'
const loadtest = 'loadtest/**/*.test.ts'

/** Two cores: more workers would only make the tests that measure time compete. */
const maxWorkers = 2

export default defineConfig({
  root,
  plugins: [rulesModuleForVite(root), structureModuleForVite(root), templatesModuleForVite(root)],
  define: {__MESH_VERSION__: JSON.stringify('0.0.0-test'), __MESH_CHOICES__: JSON.stringify(choicesOf(root))},
  test: {
    dir: 'test',
    globalSetup: ['test/temporary-folder.ts'],
    reporters: report ? ['default', ['json', {outputFile: report}]] : ['default'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    sequence: {sequencer: LongestFirst},
    projects: [
      {
        extends: true,
        // Who makes projects waits for other processes half of the time.
        test: {
          name: 'templates',
          include: [templates],
          maxWorkers: availableParallelism() + 1,
          sequence: {groupOrder: 0},
        },
      },
      {
        extends: true,
        // Who measures time has a process in which nothing else has been.
        test: {name: 'loadtest', include: [loadtest], maxWorkers, sequence: {groupOrder: 1}},
      },
      {
        extends: true,
        test: {
          name: 'mesh',
          exclude: [...configDefaults.exclude, templates, loadtest],
          // To load everything anew for each file takes half of the time.
          isolate: false,
          maxWorkers,
          sequence: {groupOrder: 1},
        },
      },
    ],
  },
})
