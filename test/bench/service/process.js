// A server under measurement: what it costs is read from the system, so that other work of the machine hardly counts.
import {spawn, spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'

/** Starts a server and waits until it answers: `seconds` is how long it took until it listened, `ready` until it said at `/ready`
 * that it is ready, where it has such an address. */
export async function start(words, {cwd, env = {}} = {}) {
  const began = performance.now()
  const child = spawn(process.execPath, words, {
    cwd,
    env: {...process.env, ...env},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = ''
  const url = await new Promise((resolve, reject) => {
    child.once('exit', code => reject(new Error(`${words[0]} ended with ${code}:\n${told}`)))
    child.stdout.on('data', data => {
      if (told.length < 10_000) told += data
      const [, address] = /Server listening at (http:\/\/127[^"\s]+)"/.exec(told) ?? []
      if (address) resolve(address)
    })
  })
  const seconds = (performance.now() - began) / 1000
  const {status} = await fetch(`${url}/ready`)
  const ready = (performance.now() - began) / 1000
  if (status !== 200 && status !== 404) throw new Error(`${words[0]} listens, and is not ready: ${status}.`)
  return {
    url,
    seconds,
    ready,
    /** Processor seconds so far, in user code and in the system. */
    cpu: () => {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ')
      return (Number(fields[11]) + Number(fields[12])) / 100
    },
    /** From now on it runs on these cores, such as `0` or `0-1`, where the system can arrange that. */
    runOn: cores => spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(child.pid)]),
    /** Megabytes in memory now. */
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    stop: () =>
      new Promise(resolve => {
        child.once('exit', resolve)
        child.kill()
      }),
  }
}
