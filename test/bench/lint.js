// `mesh lint contracts` beside swagger-parser's validate, whole processes in turn. MESH_CORPUS names a folder of
// contracts to measure; without it, a large one is made.
import {mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, dirname, join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {largeContract} from './lint/contract.js'
import {compare} from './lint/measure.js'

const file = name => fileURLToPath(new URL(name, import.meta.url))
const rounds = 5

/** Prints seconds, memory and the ratio to the peer for each contract; `print` takes a line. */
export default async function bench(print = console.log) {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-bench-'))
  try {
    for (const path of contracts(folder)) {
      const found = await compare(
        {
          mesh: [file('../../bin/run.js'), 'lint', 'contracts', path, '--format', 'json'],
          'swagger-parser': [file('lint/validate.js'), path],
        },
        rounds,
        dirname(path),
      )
      const peer = found['swagger-parser']
      const size = (statSync(path).size / 1e6).toFixed(1)
      for (const [name, {seconds, cpu, megabytes}] of Object.entries(found))
        print(
          `lint  ${basename(path)} (${size} MB)  ${name}: ${seconds.toFixed(2)} s, ${cpu.toFixed(2)} CPU-seconds, ${megabytes.toFixed(0)} MB, ${(seconds / peer.seconds).toFixed(2)} of swagger-parser validate`,
        )
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
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
