// What a long run keeps: the memory of `mesh loadtest` while it sends a million requests: `npm run bench loadtest-soak`.
import {fork, spawn} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {setTimeout as pause} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'

const file = name => fileURLToPath(new URL(name, import.meta.url))
const rate = 15_000
const seconds = 70
/** Until then code is compiled, and pools fill. */
const settled = 15

/** Prints how much memory the process has, and how fast that grows; `print` takes a line. */
export default async function bench(print = console.log) {
  const target = fork(file('loadtest/answer.js'), {execArgv: []})
  try {
    const port = await new Promise((resolve, reject) => target.once('message', resolve).once('error', reject))
    const words = ['loadtest', `http://127.0.0.1:${port}/`, '--rate', `${rate}`, '--duration', `${seconds}s`]
    const child = spawn(process.execPath, [file('../../bin/run.js'), ...words, '--connections', '50'], {
      stdio: 'ignore',
    })
    const seen = []
    for (let second = 0; second < seconds - 2; second++) {
      await pause(1000)
      if (second >= settled) seen.push({second, megabytes: residentMegabytes(child.pid)})
    }
    await new Promise(resolve => child.once('exit', resolve))
    const perSecond = slope(seen.map(({second, megabytes}) => [second, megabytes]))
    const last = seen.at(-1).megabytes
    const millions = (rate * seconds) / 1e6
    print(
      `loadtest  soak  ${millions.toFixed(2)} million requests at ${rate}/s: ${last.toFixed(0)} MB at the end, ${((perSecond / rate) * 1e6).toFixed(1)} MB more with each million`,
    )
  } finally {
    target.disconnect()
  }
}

function residentMegabytes(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

/** By Theil and Sen: the median of the slopes of all pairs, which single collections do not move. */
function slope(points) {
  const slopes = points.flatMap(([x, y], index) => points.slice(index + 1).map(([x2, y2]) => (y2 - y) / (x2 - x)))
  return slopes.sort((a, b) => a - b)[Math.floor(slopes.length / 2)]
}
