// Servers side by side in one run: they take turns under the same load, so that other work of the machine meets them alike.
import {execFile} from 'node:child_process'
import {availableParallelism} from 'node:os'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {start} from './process.js'

const run = promisify(execFile)
const loadFile = fileURLToPath(new URL('load.js', import.meta.url))
const mesh = fileURLToPath(new URL('../../../bin/run.js', import.meta.url))
const rounds = Number(process.env.MESH_BENCH_ROUNDS ?? 7)
/** Seconds of a turn. */
const turn = 2
/** Requests that make a server warm: in seconds it would not be warm on a busy machine. */
const warm = 50_000
/** Seconds at a constant rate, and how often. */
const steady = 5
const looks = 3

/**
 * Figures by the name of each server. `servers` have `words` and `options` for `start`, and `path` and `headers` of the request.
 * `rates` are requests per second at which latency and memory are looked at on one core, one after the other; the first one meets a
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
      for (const [name] of running) figures[name].at[rate] = []
      for (let look = 0; look < looks; look++) {
        for (const [name, server] of running) figures[name].at[rate].push(await atRate(server, rate))
      }
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

/** Times in milliseconds: `p50` from the moment at which a request was sent, `p95` from that at which it was due. */
async function atRate(server, rate) {
  const before = server.cpu()
  const headers = Object.entries(server.headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`])
  server.runOn('0')
  const words = ['loadtest', server.target, '--rate', `${rate}/s`, '--duration', `${steady}s`, '--format', 'json']
  // It ends with a code of its own when the machine was too busy to send all in time; its figures are about what it sent.
  const {stdout} = await run(process.execPath, [mesh, ...words, ...headers]).catch(error => {
    if (!error.stdout) throw error
    return error
  })
  server.runOn(`0-${availableParallelism() - 1}`)
  const {requests, statuses, latency} = JSON.parse(stdout)
  // Of too many requests some are refused, and those do not count; but all of them have to be right.
  if (Object.keys(statuses).some(status => status.startsWith('4'))) {
    throw new Error(`At ${rate}/s answers are wrong: ${JSON.stringify(statuses)}.`)
  }
  return {
    p50: latency.service.p50,
    p95: latency.response.p95,
    perSecond: requests.answeredInTime / steady,
    perCpu: requests.completed / (server.cpu() - before),
    megabytes: server.memory(),
  }
}

async function atMost(server) {
  const before = server.cpu()
  const {answers} = await load(server, {seconds: turn})
  return {perSecond: answers / turn, perCpu: answers / (server.cpu() - before)}
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
    at: Object.fromEntries(Object.entries(at).map(([rate, looks]) => [rate, middle(looks)])),
  }
}

/** Of each figure the median. */
function middle(looks) {
  return Object.fromEntries(Object.keys(looks[0]).map(name => [name, median(looks.map(look => look[name]))]))
}

const median = numbers => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
