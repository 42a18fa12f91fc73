// What a request costs a generated REST service, beside Fastify alone with the same schemas in the same run: `npm run
// bench service`. Ratios of processor time count: both compete with whatever else the machine does.
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {compare} from './service/compare.js'
import {makeService, startWords, tokenOf} from './service/project.js'

const bare = fileURLToPath(new URL('service/bare.js', import.meta.url))
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
    const path = '/api/v1/orders/00000000-0000-4000-8000-000000000001'
    const figures = await compare(
      {
        fastify: {words: [bare], path},
        // What any service does that is looked after: one line for each request.
        'fastify with a log': {words: [bare], options: {env: {REQUEST_LOG: 'true'}}, path},
        service: {words: startWords(project), options: {cwd: project, env: environment}, path, headers},
      },
      {rates: [rate]},
    )
    const peer = figures.fastify
    for (const [name, {perSecond, perCpu, at, ready, startCpu}] of Object.entries(figures)) {
      const {perCpu: perCpuAtRate, megabytes} = at[rate]
      print(
        `service  ${name}: ${whole(perSecond)} requests/s (${ratio(perSecond, peer.perSecond)}), ${whole(perCpu)} per CPU-second (${ratio(perCpu, peer.perCpu)}); at ${rate}/s ${whole(perCpuAtRate)} per CPU-second (${ratio(perCpuAtRate, peer.at[rate].perCpu)}), ${whole(megabytes)} MB; ready after ${whole(ready * 1000)} ms (${ratio(ready, peer.ready)}; ${whole(startCpu * 1000)} ms of CPU)`,
      )
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

const ratio = (own, peer) => `${(own / peer).toFixed(2)} of fastify`
const whole = number => number.toFixed(0)
