// The generators that are compared: each sends to a URL for two seconds, and tells how much, and what that cost.
import {execFile} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'

const run = promisify(execFile)
const file = name => fileURLToPath(new URL(name, import.meta.url))
const connections = 50
const seconds = 2

export async function mesh(url, ...words) {
  const {stdout} = await run(process.execPath, [
    ...[file('../../../bin/run.js'), 'loadtest', url, '--duration', `${seconds}s`, '--format', 'json'],
    ...(words.includes('max') ? ['--connections', String(connections)] : []),
    ...words,
    // A run that is late is told with another exit code.
  ]).catch(error => error)
  const {rate, lag, generator, requests, durationSeconds} = JSON.parse(stdout)
  const {processorSeconds} = generator
  return {
    requests: requests.sent,
    processorSeconds,
    lag,
    inTime: (rate.achieved * durationSeconds) / requests.planned,
    cores: processorSeconds / durationSeconds,
  }
}

export async function autocannon(url) {
  const options = JSON.stringify({url, connections, seconds})
  const {stdout} = await run(process.execPath, [file('autocannon.js'), options])
  return JSON.parse(stdout)
}

/** Undefined when it is not installed. */
export async function wrk(url) {
  const command = `TIMEFORMAT='%U %S'; time wrk -t1 -c${connections} -d${seconds}s ${url}`
  const {stdout, stderr} = await run('bash', ['-c', command]).catch(error => error)
  const requests = Number(/(\d+) requests in/.exec(stdout ?? '')?.[1])
  if (!requests) return undefined
  const [user, system] = stderr.trim().split(/\s+/).slice(-2).map(Number)
  return {requests, processorSeconds: user + system}
}
