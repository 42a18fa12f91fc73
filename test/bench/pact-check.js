// `mesh pact check` of 500 interactions against a contract of 13 MB, beside the comparator of others and beside what nobody
// can do without; whole processes in turn. MESH_BENCH_CONTRACT names another contract, in JSON.
import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {largeContract} from './lint/contract.js'
import {compare} from './lint/measure.js'
import {pactFor} from './pact/interactions.js'

const file = name => fileURLToPath(new URL(name, import.meta.url))
const rounds = Number(process.env.MESH_BENCH_ROUNDS ?? 5)
const interactions = 500

/** Prints seconds, memory and how mesh stands to each of the others; `print` takes a line. */
export default async function bench(print = console.log) {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-bench-'))
  try {
    const contract = contractIn(folder)
    const pact = join(folder, 'pact.json')
    writeFileSync(pact, JSON.stringify(pactFor(JSON.parse(readFileSync(contract, 'utf8')), interactions), null, 2))
    const found = await compare(candidates(contract, pact), rounds, folder)
    const size = (statSync(contract).size / 1e6).toFixed(1)
    for (const [name, {seconds, cpu, megabytes}] of Object.entries(found))
      print(
        `pact-check  ${interactions} interactions, ${size} MB  ${name}: ${seconds.toFixed(2)} s, ${cpu.toFixed(2)} CPU-seconds, ${megabytes.toFixed(0)} MB; mesh takes ${(found.mesh.seconds / seconds).toFixed(2)} of its time, ${(found.mesh.cpu / cpu).toFixed(2)} of its CPU`,
      )
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

function candidates(contract, pact) {
  const read = `JSON.parse(require('fs').readFileSync(${JSON.stringify(contract)}, 'utf8'))`
  const mesh = [file('../../bin/run.js'), 'pact', 'check', pact, '--contract', contract]
  return {
    mesh,
    'mesh with coverage': [...mesh, '--coverage'],
    'openapi-pact-comparator': [file('pact/comparator.js'), contract, pact],
    node: ['-e', '0'],
    'JSON.parse': ['-e', read],
  }
}

function contractIn(folder) {
  const {MESH_BENCH_CONTRACT: named} = process.env
  if (named) return resolve(named)
  const path = join(folder, 'contract.json')
  writeFileSync(path, JSON.stringify(largeContract(5100), null, 2))
  return path
}
