// What the generated gateway costs beside @fastify/http-proxy alone, in one run: `npm run bench gateway`. With a token, limits,
// breaker, health of instances and metrics on. Ratios of processor time count: all compete with whatever else the machine does.
import {execFile} from 'node:child_process'
import {mkdtempSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {start} from './service/process.js'

const run = promisify(execFile)
const file = name => fileURLToPath(new URL(name, import.meta.url))
const rounds = Number(process.env.MESH_BENCH_ROUNDS ?? 3)
const seconds = 3
/** Requests per second at which latency and memory are looked at. */
const rate = 1000

/** Prints requests per processor second, the median time at a constant rate, and memory; `print` takes a line. */
export default async function bench(print = console.log) {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-bench-'))
  const project = join(folder, 'edge')
  const upstream = await start([file('gateway/upstream.js')])
  try {
    await make(project)
    const {stdout: token} = await run(process.execPath, ['dist/platform/auth/token.js'], {cwd: project})
    const headers = {authorization: `Bearer ${token.trim()}`}
    const servers = {
      upstream: {words: [file('gateway/upstream.js')], options: {}},
      'http-proxy': {words: [file('gateway/bare.js')], options: {env: {UPSTREAM: upstream.url}}},
      gateway: {words: ['dist/main.js'], options: {cwd: project, env: environment(upstream.url)}},
    }
    const runs = Object.fromEntries(Object.keys(servers).map(name => [name, []]))
    for (let round = 0; round < rounds; round++) {
      for (const [name, {words, options}] of Object.entries(servers))
        runs[name].push(await measure(words, options, headers))
    }
    const peer = figures(runs['http-proxy'])
    const direct = figures(runs.upstream)
    for (const [name, each] of Object.entries(runs)) {
      const {perSecond, perCpu, p50, megabytes, started} = figures(each)
      print(
        `gateway  ${name}: ${perSecond.toFixed(0)} requests/s (${ratio(perSecond, peer.perSecond)}), ${perCpu.toFixed(0)} per CPU-second (${ratio(perCpu, peer.perCpu)}); at ${rate}/s p50 ${p50} ms (${(p50 - direct.p50).toFixed(2)} ms more than direct), ${megabytes.toFixed(0)} MB; listens after ${(started * 1000).toFixed(0)} ms`,
      )
    }
  } finally {
    await upstream.stop()
    rmSync(folder, {recursive: true, force: true})
  }
}

const environment = url => ({
  PORT: '0',
  METRICS_PORT: '0',
  HOST: '127.0.0.1',
  ORDERS_URL: url,
  RATE_LIMIT_API: '999999999/60,999999999/900',
  RATE_LIMIT_ADDRESS: '999999999/10',
})

async function make(project) {
  const words = ['new', 'gateway', 'edge', '--dir', project, '--upstream', 'orders=http://127.0.0.1:3001']
  await run(process.execPath, [file('../../bin/run.js'), ...words, '--no-install', '--no-git'])
  symlinkSync(file('../../node_modules'), join(project, 'node_modules'))
  await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {cwd: project})
}

/** As much as it can take, then a constant rate. */
async function measure(words, options, headers) {
  const server = await start(words, options)
  try {
    const url = `${server.url}/api/v1/orders/o_1`
    await load({url, headers, seconds: 2})
    const before = server.cpu()
    const full = await load({url, headers, seconds})
    const perCpu = full.answers / (server.cpu() - before)
    const constant = await load({url, headers, seconds, rate})
    const {p50} = constant
    return {perSecond: full.answers / seconds, perCpu, p50, megabytes: server.memory(), started: server.seconds}
  } finally {
    await server.stop()
  }
}

async function load(options) {
  const {stdout} = await run(process.execPath, [file('service/load.js'), JSON.stringify(options)])
  const result = JSON.parse(stdout)
  if (result.wrong > 0) throw new Error(`${result.wrong} of ${result.answers} answers are wrong.`)
  return result
}

function figures(runs) {
  const [first] = runs
  return Object.fromEntries(Object.keys(first).map(name => [name, median(runs.map(each => each[name]))]))
}

const median = numbers => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
const ratio = (own, peer) => `${(own / peer).toFixed(2)} of http-proxy`
