// What a request costs a generated REST service, beside Fastify alone with the same schemas in the same run: `npm run
// bench service`. Ratios of processor time count: both compete with whatever else the machine does.
import {execFile} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {start} from './service/process.js'
import {makeService, tokenOf} from './service/project.js'

const run = promisify(execFile)
const file = name => fileURLToPath(new URL(name, import.meta.url))
const seconds = 3
const rounds = 3
/** Requests per second at which memory is looked at. */
const rate = 1000

const environment = {
  PORT: '0',
  METRICS_PORT: '0',
  HOST: '127.0.0.1',
  EXAMPLE_DATA: 'true',
  RESPONSE_CHECK: 'off',
  RATE_LIMIT_API: '999999999/60,999999999/900',
}

/** Prints requests per second and per processor second, memory and start; `print` takes a line. */
export default async function bench(print = console.log) {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-bench-'))
  const project = join(folder, 'orders')
  try {
    await makeService(project)
    const headers = {authorization: `Bearer ${await tokenOf(project, 'orders:read')}`}
    const runs = {fastify: [], service: []}
    for (let round = 0; round < rounds; round++) {
      runs.fastify.push(await measure([file('service/bare.js')], {}))
      runs.service.push(await measure(['dist/main.js'], {cwd: project, env: environment, headers}))
    }
    const peer = figures(runs.fastify)
    for (const [name, each] of Object.entries(runs)) {
      const {perSecond, perCpu, perCpuAtRate, megabytes, started} = figures(each)
      print(
        `service  ${name}: ${whole(perSecond)} requests/s (${ratio(perSecond, peer.perSecond)}), ${whole(perCpu)} per CPU-second (${ratio(perCpu, peer.perCpu)}); at ${rate}/s ${whole(perCpuAtRate)} per CPU-second (${ratio(perCpuAtRate, peer.perCpuAtRate)}), ${whole(megabytes)} MB; listens after ${whole(started * 1000)} ms`,
      )
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** As much as it can take, then a constant rate. */
async function measure(words, {cwd, env, headers = {}}) {
  const server = await start(words, {cwd, env})
  try {
    const url = `${server.url}/api/v1/orders/00000000-0000-4000-8000-000000000001`
    await load({url, headers, seconds: 2})
    const full = await loaded(server, {url, headers, seconds})
    const constant = await loaded(server, {url, headers, seconds, rate})
    return {
      perSecond: full.answers / seconds,
      perCpu: full.perCpu,
      perCpuAtRate: constant.perCpu,
      megabytes: server.memory(),
      started: server.seconds,
    }
  } finally {
    await server.stop()
  }
}

async function loaded(server, options) {
  const before = server.cpu()
  const {answers, wrong} = await load(options)
  if (wrong > 0) throw new Error(`${wrong} of ${answers} answers are wrong.`)
  return {answers, perCpu: answers / (server.cpu() - before)}
}

async function load(options) {
  const {stdout} = await run(process.execPath, [file('service/load.js'), JSON.stringify(options)])
  return JSON.parse(stdout)
}

function figures(runs) {
  const [first] = runs
  return Object.fromEntries(Object.keys(first).map(name => [name, median(runs.map(each => each[name]))]))
}

const median = numbers => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
const ratio = (own, peer) => `${(own / peer).toFixed(2)} of fastify`
const whole = number => number.toFixed(0)
