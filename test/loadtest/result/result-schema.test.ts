import {readFileSync} from 'node:fs'
import {Ajv2020} from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import {describe, expect, test} from 'vitest'
import type {LoadTestRequest} from '../../../src/loadtest/source/request.js'
import {json} from '../../../src/reporters/json.js'
import {style} from '../../reporters/report.js'
import {load} from '../target/load.js'
import {type Behaviour, startTarget} from '../target/target.js'

// The schema as it is published, written by the build, and what real runs put out.

const schema = JSON.parse(readFileSync('dist/loadtest-result.schema.json', 'utf8'))
const ajv = formats.default(new Ajv2020({allErrors: true, strict: true, allowUnionTypes: true}))
const validate = ajv.compile(schema)

async function resultOf(behaviour: Behaviour, request: Partial<LoadTestRequest>) {
  const target = await startTarget(behaviour)
  const {report} = await load(target.url, request)
  await target.stop()
  return JSON.parse(json(report, style))
}

const runs: [string, Behaviour, Partial<LoadTestRequest>][] = [
  ['at a rate, with objectives that are met and missed', {}, {thresholds: ['p95<1us', 'errors<50%', 'p99.9<1s']}],
  ['whose answers are refused', {bucket: {rate: 20, burst: 2}}, {paths: ['/a?token=x', 'HEAD /b'], rate: '60/s'}],
  ['whose target closes connections', {dropEvery: 5}, {aborts: ['errors<1%'], rate: '100/s', duration: '2s'}],
  ['whose target never answers in time', {delay: 2000}, {timeout: '2500ms', duration: '500ms', connections: 2}],
  ['that nobody answers with success', {status: 503}, {}],
  ['in stages', {}, {stages: ['500ms:100/s', '0s:10/s', '500ms:10/s']}],
  ['in a closed loop', {}, {mode: 'max', thresholds: ['errors<1%', 'rate>1/s']}],
  ['of users', {delay: 5}, {mode: 'max', users: 3, think: '10ms'}],
]

describe('the published schema', () => {
  test.each(runs)(
    'holds for a run %s',
    async (_, behaviour, request) => {
      const result = await resultOf(behaviour, request)
      expect(validate(result), JSON.stringify(validate.errors)).toBe(true)
    },
    30_000,
  )

  test('refuses what is no result: a key that nobody knows, a figure that is a text, a status that is none', async () => {
    const result = await resultOf({}, {duration: '200ms'})
    expect(validate(result), JSON.stringify(validate.errors)).toBe(true)
    expect(validate({...result, more: 1})).toBe(false)
    expect(validate({...result, durationSeconds: '1'})).toBe(false)
    expect(validate({...result, statuses: {ok: 1}})).toBe(false)
    expect(validate({...result, verdict: 'perhaps'})).toBe(false)
  }, 30_000)
})
