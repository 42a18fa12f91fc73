import {readFileSync} from 'node:fs'
import {build} from 'esbuild'
import {globSync} from 'tinyglobby'
import {choicesOf} from './choices.js'
import {oneLanguage} from './one-language.js'
import {rulesModule} from './rules.js'
import {structureModule} from './structure.js'
import {templatesModule} from './templates.js'

/**
 * Each of these becomes a file of its own in dist; what they share goes into chunks. Commands and rules are loaded by
 * their path, child processes by their file.
 */
const entries = [
  'src/main.ts',
  'src/commands/**/*.ts',
  'src/hooks/*.ts',
  'src/**/child/*.ts',
  'src/docs/write.ts',
  'src/config/schema.ts',
  'src/loadtest/result/result-schema.ts',
  'src/loadtest/scenario/schema.ts',
]

/** These have native parts, or start threads from files of their own, and stay outside of the bundle. */
const outside = ['@pact-foundation/pact', 'autocannon']

/** CommonJS packages inside an ES module bundle expect these names. */
const banner = [
  "import {createRequire as __createRequire} from 'node:module'",
  "import {fileURLToPath as __fileURLToPath} from 'node:url'",
  "import {dirname as __dirnameOf} from 'node:path'",
  'const require = __createRequire(import.meta.url)',
  'const __filename = __fileURLToPath(import.meta.url)',
  'const __dirname = __dirnameOf(__filename)',
].join(';')

/** Compiles and bundles src into dist. */
export async function bundle(root) {
  const entryPoints = globSync(entries, {cwd: root, ignore: '**/*.d.ts'})
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir: 'dist',
    outbase: 'src',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    chunkNames: 'chunks/[name]-[hash]',
    external: outside,
    banner: {js: banner},
    define: {
      __MESH_VERSION__: JSON.stringify(JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version),
      __MESH_CHOICES__: JSON.stringify(choicesOf(root)),
    },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [oneLanguage, rulesModule(root), structureModule(root), templatesModule(root)],
  })
}
