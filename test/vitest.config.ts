import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'
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
    // Two cores: more workers would only make the tests that measure time compete.
    maxWorkers: 2,
    sequence: {sequencer: LongestFirst},
  },
})
