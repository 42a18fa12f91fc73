// `mesh lint contracts` beside what else judges OpenAPI and beside what no linter can do without, whole processes in turn.
// MESH_CORPUS names a folder of contracts to measure; without it, a large one is made. Other linters are measured where
// MESH_BENCH_REDOCLY and MESH_BENCH_SPECTRAL name their programs (`…/node_modules/.bin/redocly`, `…/spectral`).
import {mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, dirname, join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {largeContract} from './lint/contract.js'
import {compare} from './lint/measure.js'

const file = name => fileURLToPath(new URL(name, import.meta.url))
const rounds = Number(process.env.MESH_BENCH_ROUNDS ?? 5)

/** Prints seconds, memory and how mesh stands to each of the others for each contract; `print` takes a line. */
export default async function bench(print = console.log) {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-bench-'))
  const ruleset = join(folder, 'spectral.yaml')
  writeFileSync(ruleset, 'extends: [spectral:oas]\n')
  for (const name of ['MESH_BENCH_REDOCLY', 'MESH_BENCH_SPECTRAL'])
    if (!process.env[name]) print(`lint  left out, because ${name} names no program: ${name.slice(11).toLowerCase()}`)
  try {
    for (const path of contracts(folder)) {
      const found = await compare(candidates(path, ruleset), rounds, dirname(path))
      const size = (statSync(path).size / 1e6).toFixed(2)
      for (const [name, {seconds, cpu, megabytes}] of Object.entries(found))
        print(
          `lint  ${basename(path)} (${size} MB)  ${name}: ${seconds.toFixed(2)} s, ${cpu.toFixed(2)} CPU-seconds, ${megabytes.toFixed(0)} MB; mesh takes ${(found.mesh.seconds / seconds).toFixed(2)} of its time, ${(found.mesh.cpu / cpu).toFixed(2)} of its CPU`,
        )
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** Node alone and reading alone are the floor: nobody who judges a contract can be faster. */
function candidates(path, ruleset) {
  const {MESH_BENCH_REDOCLY: redocly, MESH_BENCH_SPECTRAL: spectral} = process.env
  const read = `JSON.parse(require('fs').readFileSync(${JSON.stringify(path)}, 'utf8'))`
  return {
    mesh: [file('../../bin/run.js'), 'lint', 'contracts', path],
    'mesh, all as JSON': [file('../../bin/run.js'), 'lint', 'contracts', path, '--format', 'json'],
    node: ['-e', '0'],
    ...(path.endsWith('.json') && {'JSON.parse': ['-e', read]}),
    'swagger-parser validate': [file('lint/validate.js'), path],
    ...(redocly && {'redocly recommended': [realpathSync(redocly), 'lint', '--extends', 'recommended', path]}),
    ...(spectral && {'spectral:oas': [realpathSync(spectral), 'lint', '--ruleset', ruleset, path]}),
  }
}

function contracts(folder) {
  const corpus = process.env.MESH_CORPUS
  if (corpus)
    return readdirSync(corpus)
      .filter(name => /\.(json|ya?ml)$/.test(name))
      .map(name => resolve(corpus, name))
  const path = join(folder, 'things.json')
  writeFileSync(path, JSON.stringify(largeContract(4000), null, 2))
  return [path]
}
