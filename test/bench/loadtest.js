// What a request costs the generator, beside autocannon and wrk in the same run: `npm run bench loadtest`. Ratios count: all
// of them compete with whatever else the machine does.
import {fork} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {autocannon, mesh, wrk} from './loadtest/generators.js'

const file = name => fileURLToPath(new URL(name, import.meta.url))
const rounds = 3
const rates = [1000, 10_000, 20_000, 30_000]

/** Prints the figures of the load generator; `print` takes a line. */
export default async function bench(print = console.log) {
  const target = fork(file('loadtest/answer.js'), {execArgv: []})
  try {
    const port = await new Promise((resolve, reject) => target.once('message', resolve).once('error', reject))
    const url = `http://127.0.0.1:${port}/`
    await costs(url, print)
    await constantRates(url, target, print)
  } finally {
    target.disconnect()
  }
}

/** What a request costs in processor time: as many as possible, and, for mesh, 20,000 in a second. */
async function costs(url, print) {
  const tools = {
    autocannon: () => autocannon(url),
    'mesh --mode max': () => mesh(url, '--mode', 'max'),
    'mesh --users 50': () => mesh(url, '--users', '50'),
    'mesh --rate 20000/s': () => mesh(url, '--rate', '20000/s', '--connections', '50'),
    'wrk -t1': () => wrk(url),
  }
  // In sum over all rounds: one in which the machine was busy has few requests, and counts little.
  const sums = Object.fromEntries(Object.keys(tools).map(name => [name, {requests: 0, processorSeconds: 0}]))
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries(tools)) {
      const {requests = 0, processorSeconds = 0} = (await run()) ?? {}
      sums[name].requests += requests
      sums[name].processorSeconds += processorSeconds
    }
  const perSecond = ({requests, processorSeconds}) => requests / processorSeconds
  for (const [name, sum] of Object.entries(sums))
    print(
      sum.requests === 0
        ? `loadtest  cost  ${name}: skipped, it is not installed`
        : `loadtest  cost  ${name}: ${whole(perSecond(sum))} requests per CPU-second, ${(perSecond(sum) / perSecond(sums.autocannon)).toFixed(2)} of autocannon`,
    )
}

/** A constant rate: whether it is kept, how evenly, how late the generator is, and what of a core it takes. */
async function constantRates(url, target, print) {
  let highest = 0
  for (const rate of rates) {
    const runs = []
    for (let round = 0; round < rounds; round++) {
      target.send('begin')
      const run = await mesh(url, '--rate', `${rate}/s`, '--connections', '50')
      const seen = await new Promise(resolve => {
        target.once('message', resolve)
        target.send('end')
      })
      runs.push({...run, ...windowsOf(seen, rate)})
    }
    const of = figure => median(runs.map(figure))
    const [kept, late] = [of(({inTime}) => inTime), of(({lag}) => lag.p99)]
    if (kept >= 0.99 && late < 20) highest = rate
    print(
      `loadtest  ${whole(rate)}/s  ${(kept * 100).toFixed(1)} % in time, lag p99 ${late.toFixed(1)} ms, ${of(({cores}) => cores).toFixed(2)} of a core; windows of 10 ms: ${of(({empty}) => empty)} empty, ${of(({crowded}) => crowded)} above 3 times the mean`,
    )
  }
  print(`loadtest  highest of these rates that is kept, with a lag p99 below 20 ms: ${whole(highest)}/s`)
}

/** How many windows of 10 ms had no request, and how many more than three times as many as there should be. */
function windowsOf(windows, rate) {
  const mean = rate / 100
  return {
    empty: windows.filter(count => count === 0).length,
    crowded: windows.filter(count => count > 3 * mean).length,
  }
}

const median = figures => figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]
const whole = figure => Math.round(figure).toLocaleString('en')
