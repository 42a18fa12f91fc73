import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {readOpenSlo} from '../../src/loadtest/verdict/open-slo.js'
import {load} from './target/load.js'
import {startTarget} from './target/target.js'

const folder = mkdtempSync(join(tmpdir(), 'mesh-openslo-'))
const file = join(folder, 'slo.yaml')
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const read = (text: string) => {
  writeFileSync(file, text)
  return readOpenSlo(file)
}

const latency = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: orders-are-quick
  annotations: {mesh/unit: ms}
spec:
  service: orders
  indicator:
    metadata: {name: latency}
    spec:
      thresholdMetric: {metricSource: {type: Prometheus, spec: {query: latency}}}
  budgetingMethod: Occurrences
  objectives:
    - {displayName: most, op: lte, value: 200, target: 0.95}
    - {displayName: nearly all, op: lt, value: 500, targetPercent: 99.9}
`

const errors = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: orders-succeed
  annotations: {mesh/operation: GET /}
spec:
  service: orders
  indicatorRef: successes
  objectives:
    - target: 0.999
`

const indicator = `apiVersion: openslo/v1
kind: SLI
metadata: {name: successes}
spec:
  ratioMetric: {counter: true, good: {}, total: {}}
`

test('objectives become thresholds, with their place', async () => {
  const thresholds = await read(`${latency}---\n${errors}---\n${indicator}`)
  expect(thresholds.map(({text}) => text)).toEqual(['p95<=200ms', 'p99.9<500ms', 'GET /: errors<=0.1%'])
  expect(thresholds[0]?.location).toMatchObject({path: file, start: {line: 14}})
  expect(thresholds[2]).toMatchObject({operation: 'GET /', limit: expect.closeTo(0.001, 9)})
})

test('a run is judged by them', async () => {
  writeFileSync(file, `${latency.replace('value: 200', 'value: 20')}---\n${errors}---\n${indicator}`)
  const target = await startTarget({delay: 60})
  const {figures, report} = await load(target.url, {rate: '100/s', duration: '2s', slo: [file]})
  await target.stop()
  expect(figures.verdict).toBe('fail')
  expect(figures.thresholds.map(({text, outcome}) => [text, outcome])).toEqual([
    ['p95<=20ms', 'fail'],
    ['p99.9<500ms', 'inconclusive'],
    ['GET /: errors<=0.1%', 'inconclusive'],
  ])
  expect(report.findings).toMatchObject([{location: {path: file, start: {line: 14}}}])
}, 30_000)

test.each([
  ['a: [', 'cannot be read'],
  ['kind: Deployment', 'has no objective of OpenSLO.'],
  [latency.replace('mesh/unit: ms', 'a: b'), '"value" at '],
  [latency.replace('mesh/unit: ms', 'mesh/unit: days'), 'has the unit "days"'],
  [latency.replace('op: lte', 'op: gte'), '"op" has to be "lte" or "lt"'],
  [latency.replace('target: 0.95', 'target: 95'), 'has to have a "target" between 0 and 1'],
  [latency.replace('Occurrences', 'Timeslices'), 'is "Timeslices"; a load test counts requests'],
  [latency.replace('thresholdMetric', 'otherMetric'), 'has neither "ratioMetric" nor "thresholdMetric"'],
  [
    `${errors.replace('successes', 'succeses')}---\n${indicator}`,
    'names no indicator of the file. Did you mean "successes"?',
  ],
])('%j is refused', async (text, message) => {
  await expect(read(text)).rejects.toThrow(message)
})
