// Servers side by side in one run: they take turns under the same load, so that other work of the machine meets them alike.
import {execFile} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {start} from './process.js'

const run = promisify(execFile)
const loadFile = fileURLToPath(new URL('load.js', import.meta.url))
const rounds = Number(process.env.MESH_BENCH_ROUNDS ?? 7)
/** Requests of a turn, and those that make a server warm: in seconds it would not be warm on a busy machine. */
const turn = 10_000
const warm = 30_000
/** Seconds at a constant rate. */
const steady = 5

/**
 * Figures by the name of each server. `servers` have `words` and `options` for `start`, and `path` and `headers` of the request.
 * `rates` are requests per second at which latency and memory are looked at, one after the other; the first one meets a
 * server that has served nothing so far.
 */
export async function compare(servers, {rates}) {
  const figures = Object.fromEntries(Object.keys(servers).map(name => [name, {starts: [], turns: [], at: {}}]))
  await inTurn(servers, async (name, {words, options}) => {
    const server = await start(words, options)
    figures[name].starts.push({ready: server.ready, cpu: server.cpu()})
    await server.stop()
  })
  const running = await startAll(servers)
  try {
    for (const rate of rates) {
      for (const [name, server] of running) figures[name].at[rate] = await atRate(server, rate)
    }
    for (const [, server] of running) await load(server, {amount: warm})
    for (let round = 0; round < rounds; round++) {
      for (const [name, server] of running) figures[name].turns.push(await atMost(server))
    }
  } finally {
    for (const [, {stop}] of running) await stop()
  }
  return Object.fromEntries(Object.entries(figures).map(([name, each]) => [name, summary(each)]))
}

async function inTurn(servers, visit) {
  for (let round = 0; round < rounds; round++) {
    for (const [name, server] of Object.entries(servers)) await visit(name, server)
  }
}

async function startAll(servers) {
  const running = []
  for (const [name, {words, options, path, headers = {}}] of Object.entries(servers)) {
    const server = await start(words, options)
    running.push([name, {...server, target: `${server.url}${path}`, headers}])
  }
  return running
}

async function atRate(server, rate) {
  const before = server.cpu()
  const {answers, p50, p97} = await load(server, {seconds: steady, rate})
  return {p50, p97, perSecond: answers / steady, perCpu: answers / (server.cpu() - before), megabytes: server.memory()}
}

async function atMost(server) {
  const before = server.cpu()
  const {answers, perSecond} = await load(server, {amount: turn})
  return {perSecond, perCpu: answers / (server.cpu() - before)}
}

async function load({target: url, headers}, options) {
  const {stdout} = await run(process.execPath, [loadFile, JSON.stringify({url, headers, ...options})])
  const result = JSON.parse(stdout)
  if (result.wrong > 0) throw new Error(`${result.wrong} of ${result.answers} answers are wrong.`)
  return result
}

function summary({starts, turns, at}) {
  return {
    ready: median(starts.map(({ready}) => ready)),
    startCpu: median(starts.map(({cpu}) => cpu)),
    perSecond: median(turns.map(each => each.perSecond)),
    perCpu: median(turns.map(each => each.perCpu)),
    at,
  }
}

const median = numbers => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
