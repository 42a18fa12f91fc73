// What a user waits before anything happens: `mesh --version` beside an empty node process.
import {fileURLToPath} from 'node:url'
import {compare} from './lint/measure.js'

const rounds = 15

/** Prints both and their ratio; `print` takes a line. */
export default async function bench(print = console.log) {
  const mesh = fileURLToPath(new URL('../../bin/run.js', import.meta.url))
  const found = await compare({node: ['-e', '0'], 'mesh --version': [mesh, '--version']}, rounds)
  for (const [name, {seconds, cpu, megabytes}] of Object.entries(found))
    print(
      `start  ${name}: ${(seconds * 1000).toFixed(0)} ms, ${(cpu * 1000).toFixed(0)} CPU-ms, ${megabytes.toFixed(0)} MB, ${(seconds / found.node.seconds).toFixed(2)} of node`,
    )
}
