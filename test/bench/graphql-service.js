// What a list costs a generated GraphQL service, beside Mercurius alone with the same fields in the same run, and how long
// its callers wait at a constant rate: `npm run bench graphql-service`.
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
/** Requests per second at which time is looked at. */
const rate = 500

const query =
  'query List($first: Int) { orders(first: $first) { totalCount edges { node { id name version updatedAt } } pageInfo { hasNextPage endCursor } } }'

const environment = {
  PORT: '0',
  METRICS_PORT: '0',
  HOST: '127.0.0.1',
  EXAMPLE_DATA: 'true',
  RATE_LIMIT_GRAPHQL: '999999999/60',
}

/** Prints requests per processor second, the times at a constant rate, memory and start; `print` takes a line. */
export default async function bench(print = console.log) {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-bench-'))
  const project = join(folder, 'orders')
  try {
    await makeService(project, '--kind', 'graphql')
    const headers = {authorization: `Bearer ${await tokenOf(project, 'orders:read')}`}
    const bare = await measure([file('service/graphql-bare.js')], {})
    const service = await measure(['dist/main.js'], {cwd: project, env: environment, headers})
    for (const [name, each] of Object.entries({mercurius: bare, service})) {
      const ratio = (each.perCpu / bare.perCpu).toFixed(2)
      print(
        `graphql  ${name}: ${each.perCpu.toFixed(0)} operations per CPU-second (${ratio} of mercurius); at ${rate}/s average ${each.average.toFixed(1)} ms, p99 ${each.p99} ms, ${each.megabytes.toFixed(0)} MB; listens after ${(each.started * 1000).toFixed(0)} ms`,
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
    const options = {
      url: `${server.url}/graphql`,
      method: 'POST',
      headers: {...headers, 'content-type': 'application/json'},
      body: JSON.stringify({query, variables: {first: 3}}),
    }
    await load({...options, seconds: 2})
    const before = server.cpu()
    const full = await load({...options, seconds})
    const perCpu = full.answers / (server.cpu() - before)
    const {average, p99} = await load({...options, seconds, rate})
    return {perCpu, average, p99, megabytes: server.memory(), started: server.seconds}
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
