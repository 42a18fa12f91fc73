// `npm run docs`: writes the pages that come from the code. It is run from dist, after the build.
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {globSync} from 'tinyglobby'
import {generatedFolders, pages} from './pages.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const {commands} = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8'))
const wanted = await pages(Object.values(commands))

let changed = 0
for (const [path, text] of wanted) {
  const file = join(root, path)
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
  mkdirSync(dirname(file), {recursive: true})
  writeFileSync(file, text)
  changed++
}
const stale = globSync(
  generatedFolders.map(folder => `${folder}/**/*.md`),
  {cwd: root},
).filter(path => !wanted.has(path))
for (const path of stale) rmSync(join(root, path))
console.log(`${wanted.size} pages, ${changed} written, ${stale.length} removed.`)
