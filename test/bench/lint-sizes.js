// How `mesh lint contracts` grows: a small file, a contract split into 401 files, 2,000 small contracts, and the cost of a
// megabyte in contracts from 0.1 MB on. MESH_BENCH_MEGABYTES sets the largest (10; the design is held to 50).
import {mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {largeContract} from './lint/contract.js'
import {measure} from './lint/measure.js'

const mesh = fileURLToPath(new URL('../../bin/run.js', import.meta.url))
const largest = Number(process.env.MESH_BENCH_MEGABYTES ?? 10)

/** Prints seconds and memory for each; `print` takes a line. */
export default async function bench(print = console.log) {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-bench-'))
  try {
    const run = async (name, path) => {
      const costs = []
      for (let round = 0; round < 3; round++)
        costs.push(await measure([mesh, 'lint', 'contracts', path, '--format', 'json'], folder))
      const {seconds, cpu, megabytes} = costs.sort((a, b) => a.cpu - b.cpu)[1]
      print(`lint  ${name}: ${seconds.toFixed(2)} s, ${cpu.toFixed(2)} CPU-seconds, ${megabytes.toFixed(0)} MB`)
      return cpu
    }
    writeFileSync(join(folder, 'small.json'), JSON.stringify(largeContract(10), null, 2))
    const start = await run('10 paths in one file', 'small.json')
    await run('401 files that refer to each other', split(join(folder, 'split'), 200))
    await run('2,000 contracts of one path', many(join(folder, 'many'), 2000))
    for (let megabytes = 0.1; megabytes <= largest; megabytes *= 10) {
      const path = join(folder, 'large.json')
      writeFileSync(path, JSON.stringify(largeContract(Math.round(megabytes * 590)), null, 2))
      const size = statSync(path).size / 1e6
      const cpu = await run(`${size.toFixed(1)} MB in one file`, 'large.json')
      print(`lint    ${((cpu - start) / size).toFixed(2)} CPU-seconds for each further megabyte`)
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** A root with two files for each path: its operations, and a schema that names the next one. */
function split(folder, paths) {
  mkdirSync(folder)
  const {paths: operations, components, ...root} = largeContract(paths)
  const inFile = (value, back) =>
    JSON.stringify(value, null, 2)
      .replaceAll(/"#\/components\/schemas\/(\w+)"/g, `"${back}$1.json"`)
      .replaceAll('"#/components/responses/', '"root.json#/components/responses/')
  for (const [name, schema] of Object.entries(components.schemas))
    writeFileSync(join(folder, `${name}.json`), inFile(schema, ''))
  const parts = Object.entries(operations).map(([path, item], index) => {
    writeFileSync(join(folder, `path${index}.json`), inFile(item, ''))
    return [path, {$ref: `path${index}.json`}]
  })
  const {responses} = components
  writeFileSync(
    join(folder, 'root.json'),
    JSON.stringify({...root, paths: Object.fromEntries(parts), components: {responses}}, null, 2),
  )
  return join(folder, 'root.json')
}

function many(folder, contracts) {
  for (let index = 0; index < contracts; index++) {
    const service = join(folder, `service${index % 50}`)
    mkdirSync(service, {recursive: true})
    writeFileSync(join(service, `openapi${index}.json`), JSON.stringify(largeContract(1), null, 2))
  }
  return folder
}
