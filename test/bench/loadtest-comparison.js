// Whether a run is called slower rightly: a baseline of three runs, 20 runs of the same server, and 20 of one that takes a
// fifth longer: `npm run bench loadtest-comparison`. It takes some five minutes, and is meant for a machine that is not calm.
import {execFile, fork} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {loadavg, tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'

const run = promisify(execFile)
const file = name => fileURLToPath(new URL(name, import.meta.url))
const seconds = 6
const tries = 20

/** Prints how the comparisons came out; `print` takes a line. */
export default async function bench(print = console.log) {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-comparison-'))
  const target = fork(file('loadtest/working.js'), {execArgv: []})
  try {
    const port = await new Promise((resolve, reject) => target.once('message', resolve).once('error', reject))
    const load = async word => {
      const words = [
        'loadtest',
        `http://127.0.0.1:${port}`,
        '--path',
        '/computing',
        '--path',
        '/waiting',
        '--rate',
        '150',
      ]
      const flags = ['--duration', `${seconds}s`, '--warmup', '1s', `--${word}`, '--format', 'json']
      const {stdout} = await run(process.execPath, [file('../../bin/run.js'), ...words, ...flags], {cwd: folder}).catch(
        error => error,
      )
      return JSON.parse(stdout)
    }
    // A run in which the generator itself was late is not saved.
    for (let runs = 0, attempts = 0; runs < 3 && attempts < 10; attempts++)
      if ((await load('save-baseline')).verdict === 'pass') runs++
    const found = {1: {pass: 0, fail: 0, inconclusive: 0}, 1.2: {pass: 0, fail: 0, inconclusive: 0}}
    for (let attempt = 0; attempt < tries; attempt++)
      for (const factor of [1, 1.2]) {
        target.send(factor)
        const {comparison} = await load('compare')
        found[factor][comparison.outcome]++
      }
    const shown = ({pass, fail, inconclusive}) => `${fail} slower, ${pass} not slower, ${inconclusive} too noisy`
    print(`loadtest  comparison  load of the machine: ${loadavg()[1].toFixed(1)} (5 min)`)
    print(`loadtest  comparison  the same server, ${tries} runs of ${seconds} s: ${shown(found[1])}`)
    print(`loadtest  comparison  a fifth slower, ${tries} runs of ${seconds} s: ${shown(found[1.2])}`)
  } finally {
    target.disconnect()
    rmSync(folder, {recursive: true, force: true})
  }
}
