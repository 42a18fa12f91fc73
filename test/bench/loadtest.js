// What a request costs the generator, beside autocannon in the same run: `npm run bench loadtest`. Ratios count: both
// compete with whatever else the machine does.
import {execFile, fork} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'

const run = promisify(execFile)
const file = name => fileURLToPath(new URL(name, import.meta.url))
const mesh = file('../../bin/run.js')
const connections = 50
const seconds = 2
const rounds = 3
const rates = [1000, 10_000, 20_000, 30_000]

/** Prints the figures of the load generator; `print` takes a line. */
export default async function bench(print = console.log) {
  const target = fork(file('loadtest/answer.js'), {execArgv: []})
  try {
    const port = await new Promise((resolve, reject) => target.once('message', resolve).once('error', reject))
    const url = `http://127.0.0.1:${port}/`
    await saturation(url, print)
    await constantRates(url, print)
  } finally {
    target.disconnect()
  }
}

/** As many requests as possible: what a request costs in processor time. */
async function saturation(url, print) {
  const costs = {autocannon: [], 'mesh --mode max': []}
  for (let round = 0; round < rounds; round++) {
    costs.autocannon.push(perSecond(await autocannon(url)))
    costs['mesh --mode max'].push(perSecond(await loadtest(url, '--mode', 'max')))
  }
  const peer = median(costs.autocannon)
  for (const [name, figures] of Object.entries(costs))
    print(
      `loadtest  saturation  ${name}: ${whole(median(figures))} requests per CPU-second, ${ratio(median(figures), peer)} of autocannon`,
    )
}

/** A constant rate: whether it is kept, how late the generator is, and what a request costs. */
async function constantRates(url, print) {
  let highest = 0
  for (const rate of rates) {
    const runs = []
    const peers = []
    for (let round = 0; round < rounds; round++) {
      runs.push(await loadtest(url, '--rate', `${rate}/s`))
      peers.push(await autocannon(url, rate))
    }
    const kept = median(runs.map(({requests}) => requests / (rate * seconds)))
    const late = median(runs.map(({lag}) => lag.p99))
    const own = median(runs.map(perSecond))
    const peer = median(peers.map(perSecond))
    if (kept >= 0.99 && late < 20) highest = rate
    print(
      `loadtest  ${rate}/s  mesh: ${(kept * 100).toFixed(1)} % in time, lag p99 ${late.toFixed(1)} ms, ${whole(own)} requests per CPU-second, ${ratio(own, peer)} of autocannon --overallRate ${rate}`,
    )
  }
  print(`loadtest  highest of these rates that is kept, with a lag p99 below 20 ms: ${highest}/s`)
}

async function loadtest(url, ...words) {
  const {stdout} = await run(process.execPath, [
    ...[mesh, 'loadtest', url, '--connections', String(connections), '--duration', `${seconds}s`, '--format', 'json'],
    ...words,
  ]).catch(error => error)
  const {rate, lag, generator, requests, durationSeconds} = JSON.parse(stdout)
  return {
    requests: Math.round(rate.achieved * durationSeconds),
    lag,
    sent: requests.sent,
    processorSeconds: generator.processorSeconds,
  }
}

async function autocannon(url, rate) {
  const options = JSON.stringify({url, connections, seconds, rate})
  const {stdout} = await run(process.execPath, [file('loadtest/autocannon.js'), options])
  return JSON.parse(stdout)
}

const perSecond = ({sent, requests, processorSeconds}) => (sent ?? requests) / processorSeconds
const median = figures => figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]
const whole = figure => Math.round(figure).toLocaleString('en')
const ratio = (figure, peer) => (figure / peer).toFixed(2)
