// Part of `npm run check`: type-checks every template where it lies, together with its layers.
import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {readTemplates} from './build/template-source.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const manifest = createRequire(import.meta.url).resolve('typescript/package.json')
const compiler = join(dirname(manifest), 'bin/tsc')

for (const {name, files} of readTemplates(root)) {
  if (!files.some(({source}) => /^files\/.*\.ts$/.test(source))) continue
  const project = `templates/${name}/tsconfig.json`
  if (existsSync(join(root, project))) {
    const {status} = spawnSync(process.execPath, [compiler, '-p', project], {cwd: root, stdio: 'inherit'})
    if (status !== 0) process.exitCode = 1
  } else {
    console.error(`${project} is missing; it extends templates/tsconfig.json and names the layers in "rootDirs".`)
    process.exitCode = 1
  }
}
