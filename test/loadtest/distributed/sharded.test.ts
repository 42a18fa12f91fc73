import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'

// Four processes of the built command against one, as on four machines.

const mesh = resolve('bin/run.js')
const folder = mkdtempSync(join(tmpdir(), 'mesh-sharded-'))
const workers = 4
const rate = 200
const seconds = 4

/** Milliseconds: nine of ten answers are quick, and one of twenty takes its time. */
const delays = Array.from({length: 100}, (_, place) => (place % 20 === 7 ? 240 : place % 20 === 13 ? 120 : 20))

let asked = 0
const server = createServer((_, answer) => {
  const delay = delays[asked++ % delays.length]
  setTimeout(() => answer.end('{}'), delay)
})
let url = ''

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, {recursive: true, force: true})
})

const percentiles = ['p50', 'p90', 'p95', 'p99'] as const

type Latency = Readonly<Record<(typeof percentiles)[number], number>>

interface Result {
  readonly outcome: string
  readonly requests: object
  readonly timeline: readonly {readonly served: number}[]
  readonly latency: {readonly response: Latency}
  /** How late the generator was. */
  readonly lag: Latency
  readonly histograms: {readonly response: string}
}

const load = ['--rate', `${rate}/s`, '--duration', `${seconds}s`, '--threshold', 'p99<5s', '--threshold', 'errors<=0%']

async function run(words: readonly string[], output: string): Promise<Result> {
  const child = spawn(process.execPath, [mesh, 'loadtest', ...words, '--format', 'json', '--output', output], {
    cwd: folder,
  })
  const complaint = complaintsOf(child)
  const [code] = await once(child, 'close')
  // 4 is a generator that was late, as on a machine with other work: its own figures say how much.
  expect({code, complaint: complaint()}).toEqual({code: code === 4 ? 4 : 0, complaint: ''})
  return JSON.parse(readFileSync(join(folder, output), 'utf8'))
}

function complaintsOf(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.on('data', chunk => {
    text += chunk
  })
  return () => text
}

/** By how much two runs differ at a percentile, as a logarithm: 0.1 is 10 %. */
function difference(key: (typeof percentiles)[number], a: Result, b: Result): number {
  return Math.abs(Math.log(a.latency.response[key] / b.latency.response[key]))
}

// Noise that comes and goes between runs is not in their difference: it is tried again.
test('four workers see what one process sees, within the noise of two equal runs', {
  retry: 2,
  timeout: 240_000,
}, async () => {
  const first = await run([url, ...load], 'first.json')
  const second = await run([url, ...load], 'second.json')

  asked = 0
  const startAt = String(Date.now() + 10_000)
  const files = await Promise.all(
    Array.from({length: workers}, async (_, index) => {
      const place = ['--index', String(index), '--of', String(workers), '--start-at', startAt]
      await run(['worker', url, ...load, ...place], `worker-${index}.json`)
      return `worker-${index}.json`
    }),
  )
  const sent = asked
  const merged = await run(['merge', ...files], 'merged.json')

  expect(sent).toBe(rate * seconds + workers)
  const requests = {planned: rate * seconds, sent: rate * seconds, completed: rate * seconds, unsent: 0}
  for (const each of [first, second, merged]) expect(each).toMatchObject({requests})
  // What all of them send together is one steady rate, second by second.
  for (const {served} of merged.timeline.slice(1, seconds)) expect(served / rate).toBeCloseTo(1, 0)
  for (const key of percentiles) {
    // What two equal runs differ by, a tenth for what that does not show, and what the generators say that they added.
    const late = Math.max(...[first, second, merged].map(({lag}) => lag[key])) / first.latency.response[key]
    const noise = Math.max(0.1, 2 * difference(key, first, second)) + Math.log1p(late)
    const apart = Math.min(difference(key, merged, first), difference(key, merged, second))
    expect(apart, `${key}, with a noise of ${noise}`).toBeLessThanOrEqual(noise)
  }
})
