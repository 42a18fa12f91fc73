import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {load} from '../target/load.js'
import {startTarget} from '../target/target.js'

const root = mkdtempSync(join(tmpdir(), 'mesh-baseline-'))
const file = join(root, '.mesh/loadtest/baseline.json')

afterAll(() => rmSync(root, {recursive: true, force: true}))

const request = {rate: '200/s', duration: '4s'} as const
const nobody = 'http://127.0.0.1:9'

// By design one of 28 equal runs is called slower; three in a row are not.
test('a run is saved, an equal one is not slower, and one that is much slower fails', {
  retry: 2,
  timeout: 60_000,
}, async () => {
  rmSync(file, {force: true})
  // Each run begins with a request of the pre-flight.
  const target = await startTarget({delay: 10, slow: {after: 1803, delay: 60}})
  await expect(load(target.url, {...request, compare: true}, {root})).rejects.toThrow('There is no baseline')
  const saved = await load(target.url, {...request, 'save-baseline': true}, {root})
  expect(saved.report.lines?.map(({text}) => text).join('\n')).toMatch(
    /The run is saved in ".*", which has one run now\./,
  )
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    version: 2,
    load: {target: target.url, rate: 200, operations: ['GET /']},
    runs: [{requests: 800}],
  })

  const equal = await load(target.url, {...request, compare: true, 'save-baseline': true}, {root})
  expect(equal.report.findings).toEqual([])
  expect(JSON.parse(readFileSync(file, 'utf8')).runs).toHaveLength(2)

  await expect(load(target.url, {...request, rate: '100/s', compare: true}, {root})).rejects.toThrow(
    'is of another load: it had 200/s, this one has 100/s.',
  )
  const short = await load(target.url, {...request, duration: '1s', compare: true}, {root})
  expect(short.figures.verdict).toBe('inconclusive')
  expect(short.report.lines?.at(-1)?.text).toMatch(/^Too few requests were served to compare/)

  const {report} = await load(target.url, {...request, compare: true, 'save-baseline': true}, {root})
  await target.stop()
  expect(report.outcome).toBe('fail')
  expect(report.findings).toMatchObject([{rule: 'loadtest/regression', severity: 'error'}])
  expect(report.summary).toMatch(/^Failed: slower than the baseline \(/)
  // A run that failed is no example.
  expect(JSON.parse(readFileSync(file, 'utf8')).runs).toHaveLength(2)
})

test('a run with too few answers is not saved', async () => {
  const target = await startTarget({})
  const baseline = join(root, 'short.json')
  const {report} = await load(target.url, {rate: '20/s', 'save-baseline': true, baseline})
  await target.stop()
  expect(report.lines?.at(-1)?.text).toMatch(/^The run is not saved in ".*": too few requests were served\.$/)
  expect(existsSync(baseline)).toBe(false)
}, 30_000)

test.each([
  ['{', 'is not valid JSON'],
  ['{"version": 1}', 'is no baseline: '],
])('a baseline of %j is refused', async (text, message) => {
  const baseline = join(root, 'broken.json')
  writeFileSync(baseline, text)
  await expect(load(nobody, {...request, baseline, compare: true})).rejects.toThrow(message)
})

test.each([
  [{mode: 'max' as const, compare: true}, '--compare does not go with --mode max'],
  [{stages: ['1s:5/s'], 'save-baseline': true}, '--save-baseline does not go with --stage'],
  [{baseline: 'a.json'}, '--baseline names a file, but nothing is to be done with it.'],
])('%j is refused', async (flags, message) => {
  await expect(load(nobody, flags)).rejects.toThrow(message)
  expect(existsSync('a.json')).toBe(false)
})
