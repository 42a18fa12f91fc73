// A process of any program: wall clock, and the most memory it held where the system tells.
import {spawn} from 'node:child_process'
import {readFileSync} from 'node:fs'

/** Runs a program once; gives seconds and megabytes, the latter `undefined` where nobody tells. */
export function measureProgram(command, args, cwd) {
  return new Promise((done, fail) => {
    const started = performance.now()
    const child = spawn(command, args, {cwd, stdio: 'ignore'})
    let kilobytes
    // Linux keeps the highest mark of a process as long as it lives; its children are not counted.
    const look = setInterval(() => {
      kilobytes = highest(child.pid) ?? kilobytes
    }, 5)
    child.on('error', fail)
    child.on('close', () => {
      clearInterval(look)
      done({seconds: (performance.now() - started) / 1000, megabytes: kilobytes && kilobytes / 1024})
    })
  })
}

function highest(pid) {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kilobytes && Number(kilobytes)
  } catch {
    return undefined
  }
}

const rounds = 5

/** Medians of several programs that take turns, so that all see the same machine. */
export async function inTurn(programs, cwd) {
  const runs = Object.fromEntries(Object.keys(programs).map(name => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const [name, [command, args]] of Object.entries(programs))
      runs[name].push(await measureProgram(command, args, cwd))
  return Object.fromEntries(
    Object.entries(runs).map(([name, costs]) => [
      name,
      {seconds: median(costs.map(cost => cost.seconds)), megabytes: median(costs.map(cost => cost.megabytes))},
    ]),
  )
}

function median(values) {
  const sorted = values.filter(value => value !== undefined).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
