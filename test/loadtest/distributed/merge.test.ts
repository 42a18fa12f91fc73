import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import type {Report} from '../../../src/core/report.js'
import {mergeResults} from '../../../src/loadtest/distributed/merge.js'
import {Latencies} from '../../../src/loadtest/engine/histogram.js'
import {reportResult} from '../../../src/loadtest/result/report-result.js'
import {json} from '../../../src/reporters/json.js'
import {style} from '../../reporters/report.js'
import {type Figures, load} from '../target/load.js'
import {startTarget} from '../target/target.js'

// Two workers of one run in this process; what they wrote is then bent.

const folder = mkdtempSync(join(tmpdir(), 'mesh-merge-'))
const request = {rate: '200/s', duration: '2s', warmup: '500ms', thresholds: ['p95<10s', 'errors<=0%']}

interface Written {
  worker?: {index: number; of: number; startAt: number}
  [key: string]: unknown
}

let workers: readonly Written[]
let seen: number

beforeAll(async () => {
  const target = await startTarget({delay: 5})
  const startAt = Date.now() + 2000
  const reports = await Promise.all(
    [0, 1].map(async index => {
      const {report} = await load(target.url, {...request, share: {index, of: 2, startAt}})
      return undisturbed(JSON.parse(json(report, style)))
    }),
  )
  seen = (await target.stop()).arrivals.length
  workers = reports
}, 30_000)

afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** As if the machine had done nothing else: whether the generator was late is not what is tested here. */
function undisturbed(written: Written): Written {
  const lag = new Latencies()
  for (let request = 0; request < 200; request++) lag.record(0.5)
  return {
    ...written,
    lag: lag.summary(),
    histograms: {...(written['histograms'] as object), lag: lag.encode()},
    requests: {...(written['requests'] as object), sentInTime: 200, answeredInTime: 200},
  }
}

function file(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

function written(change: (worker: Written, index: number) => object = () => ({})): string[] {
  return workers.map((worker, index) => file(`${index}.json`, {...worker, ...change(worker, index)}))
}

test('a worker judges nothing, and says where the verdict comes from', () => {
  for (const [index, worker] of workers.entries())
    expect(worker).toMatchObject({
      outcome: 'inconclusive',
      summary: `Worker ${index} of 2 has sent its 200 requests; the verdict comes with "mesh loadtest merge".`,
      findings: [],
      worker: {index, of: 2},
      requests: {planned: 200, sent: 200},
      thresholds: [{outcome: 'inconclusive', actual: null}, {outcome: 'inconclusive'}],
    })
})

test('the results of all workers are one run: counts add up, objectives are judged once', async () => {
  const report = await mergeResults(written())
  const figures = report.data as unknown as Figures & {worker?: unknown; timeline: {served: number}[]}
  expect(report.outcome).toBe('pass')
  expect(report.summary).toMatch(/^Passed: all 2 objectives are met \(/)
  expect(report.lines?.[0]?.text).toMatch(/400 requests at 200\/s in 2 s by 2 workers/)
  expect(figures.requests).toMatchObject({planned: 400, sent: 400, completed: 400})
  expect(figures.statuses).toEqual({200: 400})
  expect(figures.worker).toBeUndefined()
  expect(figures.rate.asked).toBe(200)
  expect(figures.timeline.reduce((sum, {served}) => sum + served, 0)).toBe(400)
  // The warm-up of half a second and the pre-flight of each worker were sent, too.
  expect(seen).toBe(400 + 100 + 2)
})

test('the order of the files does not matter, and the merged result is one that can be reported', async () => {
  const [one, two] = written()
  const merged = await mergeResults([two ?? '', one ?? ''])
  const again = await mergeResults([one ?? '', two ?? ''])
  expect(json(merged, style)).toBe(json(again, style))
  const reported = await reportResult(file('merged.json', json(merged, style)))
  expect(reported.outcome).toBe(merged.outcome)
  expect(reported.summary).toBe(merged.summary)
  // The mean is rounded twice: it is the last column.
  const figures = ({tables}: Report) => tables?.map(({rows}) => rows.map(row => row.slice(0, -1)))
  expect(figures(reported)).toEqual(figures(merged))
})

test('a missing worker makes the run invalid, however good the rest is', async () => {
  const report = await mergeResults(written().slice(1))
  expect(report.outcome).toBe('invalid')
  expect(report.summary).toContain('The result of worker 0 is missing: what it sent and saw is unknown.')
})

test('a worker that was interrupted makes the run inconclusive', async () => {
  const report = await mergeResults(written((_, index) => ({interrupted: index === 1})))
  expect(report.outcome).toBe('inconclusive')
  expect(report.summary).toMatch(/^Interrupted after 2 s\. Inconclusive: /)
})

test('violations of the contract are those of all workers, each with one example', async () => {
  const example = {request: 'GET /', contentType: null, body: '{}', took: 1}
  const violation = (at: string, count: number) => ({
    operation: 'GET /',
    status: 200,
    at,
    problem: 'is missing',
    count,
    example,
  })
  const found = [
    {judged: 100, violations: [violation('data', 3)]},
    {judged: 50, violations: [violation('meta', 1), violation('data', 2)]},
  ]
  const report = await mergeResults(written((_, index) => ({conformance: found[index] as object})))
  expect(report.outcome).toBe('fail')
  expect(report.data?.['conformance']).toEqual({judged: 150, violations: [violation('data', 5), violation('meta', 1)]})
  expect(report.findings.map(({rule}) => rule)).toEqual(['loadtest/conformance', 'loadtest/conformance'])
  const one = await reportResult(written(() => ({conformance: found[0] as object}))[0] ?? '')
  expect([one.outcome, one.findings]).toEqual(['inconclusive', []])
})

test('an objective that is surely missed stays missed when a worker is missing', async () => {
  const thresholds = [{text: 'p95<1ms', location: place(), figure: 'p95', limit: 1, actual: null, outcome: 'pass'}]
  const report = await mergeResults(written(() => ({thresholds})).slice(1))
  expect(report.outcome).toBe('fail')
  expect(report.findings).toMatchObject([{rule: 'loadtest/threshold'}])
})

function place() {
  const start = {line: 1, column: 1}
  return {path: 'command line', start, end: start}
}

test.each<[string, (worker: Written, index: number) => object, string]>([
  [
    'another target',
    (_, index) => ({target: {...target(index), url: `http://127.0.0.1:${index + 1}`}}),
    'one loads http',
  ],
  ['another start', (worker, index) => ({worker: {...worker.worker, startAt: index}}), 'one starts at 1970-01-01T'],
  ['another number of workers', (worker, index) => ({worker: {...worker.worker, of: 2 + index}}), 'one has 2 workers'],
  ['another plan', (_, index) => ({plan: String(index)}), 'their rates, paths or bodies are not the same'],
  ['other objectives', (_, index) => (index === 0 ? {} : {thresholds: []}), 'they have other objectives'],
  ['other operations', (_, index) => (index === 0 ? {} : {operations: []}), 'they send other operations'],
  ['the same worker', worker => ({worker: {...worker.worker, index: 1}}), 'are of worker 1.'],
  ['a whole run', () => ({worker: undefined}), 'is the result of a whole run'],
])('%s is refused', async (_, change, message) => {
  await expect(mergeResults(written(change))).rejects.toThrow(message)
})

function target(index: number) {
  return workers[index]?.['target'] as object
}

test.each([
  ['no JSON', '{', 'is not valid JSON'],
  ['something else', {version: 2}, 'is no result of a load test: Key "outcome" has to be'],
])('%s is refused', async (_, content, message) => {
  await expect(mergeResults([file('bad.json', content)])).rejects.toThrow(message)
  await expect(reportResult(file('bad.json', content))).rejects.toThrow(message)
})

test('a histogram that is none is refused', async () => {
  const paths = written(({histograms}) => ({histograms: {...(histograms as object), lag: 'AAAA'}}))
  await expect(mergeResults(paths)).rejects.toThrow(/A histogram of ".*[01]\.json" cannot be read: /)
})

test('a worker that begins too late sends nothing', async () => {
  const target = await startTarget({})
  const share = {index: 0, of: 2, startAt: Date.now() - 3000}
  await expect(load(target.url, {...request, share})).rejects.toThrow('a worker that begins late falsifies the run')
  // The pre-flight only.
  expect((await target.stop()).arrivals.length).toBeLessThanOrEqual(1)
})
