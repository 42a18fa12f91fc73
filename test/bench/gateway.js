// What the generated gateway costs beside @fastify/http-proxy alone, in one run: `npm run bench gateway`. With a token, limits,
// breaker, health of instances and metrics on; once more with tracing. Ratios of processor time count: all compete with
// whatever else the machine does.
import {execFile} from 'node:child_process'
import {mkdtempSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {compare} from './service/compare.js'
import {start} from './service/process.js'
import {startWords} from './service/project.js'

const run = promisify(execFile)
const file = name => fileURLToPath(new URL(name, import.meta.url))
/** Requests per second at which what the gateway adds and its memory are looked at, and those of the standard's promise. */
const [rate, promised] = [1000, 3000]

/** Prints requests per processor second, times at constant rates, and memory; `print` takes a line. */
export default async function bench(print = console.log) {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-bench-'))
  const project = join(folder, 'edge')
  const upstream = await start([file('gateway/upstream.js')])
  const collector = await start([file('gateway/collector.js')])
  try {
    await make(project)
    const {stdout: token} = await run(process.execPath, ['dist/platform/auth/token.js'], {cwd: project})
    const headers = {authorization: `Bearer ${token.trim()}`}
    const env = environment(upstream.url)
    const common = {path: '/api/v1/orders/o_1', headers}
    const words = startWords(project)
    const figures = await compare(
      {
        upstream: {...common, words: [file('gateway/upstream.js')]},
        'http-proxy': {...common, words: [file('gateway/bare.js')], options: {env: {UPSTREAM: upstream.url}}},
        gateway: {...common, words, options: {cwd: project, env}},
        'gateway with tracing': {
          ...common,
          words,
          options: {cwd: project, env: {...env, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url}},
        },
      },
      {rates: [rate, promised]},
    )
    const [direct, peer] = [figures.upstream, figures['http-proxy']]
    for (const [name, {perSecond, perCpu, at, ready, startCpu}] of Object.entries(figures)) {
      const [usual, high] = [at[rate], at[promised]]
      print(
        `gateway  ${name}: ${perSecond.toFixed(0)} requests/s (${ratio(perSecond, peer.perSecond)}), ${perCpu.toFixed(0)} per CPU-second (${ratio(perCpu, peer.perCpu)}); at ${rate}/s p50 ${usual.p50.toFixed(2)} ms (${(usual.p50 - direct.at[rate].p50).toFixed(2)} ms more than direct), ${usual.megabytes.toFixed(0)} MB; at ${promised}/s ${high.perSecond.toFixed(0)}/s with p95 ${high.p95.toFixed(1)} ms; ready after ${(ready * 1000).toFixed(0)} ms (${ratio(ready, peer.ready)}; ${(startCpu * 1000).toFixed(0)} ms of CPU)`,
      )
    }
  } finally {
    await collector.stop()
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

const ratio = (own, peer) => `${(own / peer).toFixed(2)} of http-proxy`
