// Whole processes, as a user waits for them: wall clock, processor time and the most memory they held.
import {spawn} from 'node:child_process'

/** Tells the parent at the end of a process what it cost. */
const reporter = `data:text/javascript,${encodeURIComponent(
  "import {writeSync} from 'node:fs'; process.on('exit', () => { const {userCPUTime, systemCPUTime, maxRSS} = process.resourceUsage(); writeSync(3, JSON.stringify({cpu: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024})) })",
)}`

/** Runs node once; gives seconds, processor seconds and megabytes. */
export function measure(args, cwd) {
  return new Promise((done, fail) => {
    const started = performance.now()
    const child = spawn(process.execPath, ['--import', reporter, ...args], {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    })
    let cost = ''
    let errors = ''
    child.stdio[3].on('data', chunk => {
      cost += chunk
    })
    child.stderr.on('data', chunk => {
      errors += chunk
    })
    child.on('error', fail)
    child.on('close', code => {
      const seconds = (performance.now() - started) / 1000
      if (code !== 0 && code !== 1) fail(new Error(`node ${args.join(' ')} ended with ${code}: ${errors}`))
      else done({seconds, ...JSON.parse(cost)})
    })
  })
}

/** Medians of several candidates, measured in turn so that all see the same machine. */
export async function compare(candidates, rounds, cwd) {
  const runs = new Map(Object.keys(candidates).map(name => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const [name, args] of Object.entries(candidates)) runs.get(name).push(await measure(args, cwd))
  return Object.fromEntries(
    [...runs].map(([name, costs]) => [
      name,
      Object.fromEntries(['seconds', 'cpu', 'megabytes'].map(key => [key, median(costs.map(cost => cost[key]))])),
    ]),
  )
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
