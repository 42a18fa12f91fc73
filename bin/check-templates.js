// Part of `npm run check`: type-checks every template where it lies, together with its layers, unless nothing that it is
// made of has changed since the last time.
import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {readTemplates} from './build/template-source.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const manifest = createRequire(import.meta.url).resolve('typescript/package.json')
const compiler = join(dirname(manifest), 'bin/tsc')

const projects = readTemplates(root)
  .filter(({files}) => files.some(({source}) => /^files\/.*\.ts$/.test(source)))
  .map(({name}) => `templates/${name}/tsconfig.json`)
const missing = projects.filter(project => !existsSync(join(root, project)))
for (const project of missing)
  console.error(`${project} is missing; it extends templates/tsconfig.json and names the layers in "rootDirs".`)

const {status} = spawnSync(
  process.execPath,
  [compiler, '--build', ...projects.filter(each => !missing.includes(each))],
  {
    cwd: root,
    stdio: 'inherit',
  },
)
if (status !== 0 || missing.length > 0) process.exitCode = 1
