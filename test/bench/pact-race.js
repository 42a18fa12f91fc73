// Consumer tests that run side by side: eight files of five interactions, first with `mesh pact test`, then with the
// runner alone, where Pact merges into one file without a lock. MESH_BENCH_ROUNDS sets how often (20, and 5 alone).
import {execFile} from 'node:child_process'
import {readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {consumerProject} from './pact/consumer.js'

const run = promisify(execFile)
const mesh = fileURLToPath(new URL('../../bin/run.js', import.meta.url))
const rounds = Number(process.env.MESH_BENCH_ROUNDS ?? 20)
const files = 8
const each = 5

/** Prints how many interactions arrived in each run; `print` takes a line. */
export default async function bench(print = console.log) {
  const folder = consumerProject(files, each)
  try {
    const env = {...process.env, PACT_DO_NOT_TRACK: 'true', NO_COLOR: '1'}
    /** How many interactions arrived in each run, and in how many runs a test failed for no reason of its own. */
    const repeat = async (times, words, pact) => {
      const counts = []
      let failed = 0
      for (let round = 0; round < times; round++) {
        rmSync(join(folder, pact), {force: true})
        await run(process.execPath, words, {cwd: folder, env}).catch(() => failed++)
        counts.push(interactionsIn(join(folder, pact)))
      }
      const whole = counts.filter(number => number === files * each).length
      return `${files * each} interactions in ${whole} of ${times} runs (${counts.join(' ')}), tests failed in ${failed}`
    }
    const workers = `--maxWorkers=${files}`
    print(`pact  mesh: ${await repeat(rounds, [mesh, 'pact', 'test', '--', workers], 'pacts/web-orders.json')}`)
    const vitest = join(folder, 'node_modules/vitest/vitest.mjs')
    print(`pact  vitest alone: ${await repeat(Math.min(5, rounds), [vitest, 'run', workers], 'alone/web-orders.json')}`)
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** Without a file, or with half of one, none has arrived. */
function interactionsIn(pact) {
  try {
    return JSON.parse(readFileSync(pact, 'utf8')).interactions.length
  } catch {
    return 0
  }
}
