// `npm run bench`: every measurement of this folder, one after the other; `npm run bench lint start` only those named.
import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))
const known = readdirSync(folder)
  .filter(name => name.endsWith('.js') && name !== 'index.js')
  .map(name => name.slice(0, -3))
  .sort()
const wanted = process.argv.slice(2)
const unknown = wanted.filter(name => !known.includes(name))
if (unknown.length > 0) {
  console.error(`There is no bench "${unknown.join('", "')}". Known: ${known.join(', ')}.`)
  process.exitCode = 2
} else
  for (const name of wanted.length > 0 ? wanted : known) {
    const {default: bench} = await import(new URL(`${name}.js`, import.meta.url).href)
    await bench(line => console.log(line))
  }
