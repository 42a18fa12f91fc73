import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {mergeResults} from '../../../src/loadtest/distributed/merge.js'
import {reporters} from '../../../src/reporters/index.js'
import {load} from '../target/load.js'
import {startShop} from './shop.js'

const folder = mkdtempSync(join(tmpdir(), 'mesh-scenario-'))
const shop = await startShop()

afterAll(async () => {
  await shop.stop()
  rmSync(folder, {recursive: true, force: true})
})

test('workers play the iterations of one run, each with rows of its own, and their results are one', async () => {
  const scenario = join(folder, 'scenario.yaml')
  writeFileSync(join(folder, 'rows.csv'), `id\n${Array.from({length: 50}, (_, index) => index).join('\n')}\n`)
  writeFileSync(
    scenario,
    `data: {rows: {file: rows.csv, order: unique}}
scenarios:
  a: {weight: 2, steps: [{request: 'GET /a/{{ rows.id }}/{{ $iteration }}'}, {request: GET /orders/none, expect: {status: 404}}]}
  b: {steps: [{request: 'GET /b/{{ rows.id }}/{{ $iteration }}'}]}
`,
  )
  const startAt = Date.now() + 4000
  const paths = await Promise.all(
    [0, 1].map(async index => {
      const share = {index, of: 2, startAt}
      const {report} = await load(shop.url, {scenario, rate: '30/s', share, thresholds: ['p50<5s', 'errors<50%']})
      const path = join(folder, `worker-${index}.json`)
      // A report is made into text by its style; the one of JSON asks for nothing of it.
      writeFileSync(path, (await reporters.json())(report, {} as never))
      return path
    }),
  )
  const numbers = shop.seen.flatMap(({line}) => {
    const [, row, iteration] = /^GET \/[ab]\/(\d+)\/(\d+)$/.exec(line) ?? []
    return row === undefined ? [] : [`${row} ${iteration}`]
  })
  // 30 iterations and two rehearsals of two scenarios: no number and no row is taken twice.
  expect(numbers).toHaveLength(34)
  expect(new Set(numbers)).toEqual(new Set(Array.from({length: 34}, (_, index) => `${index} ${index}`)))

  const merged = await mergeResults(paths)
  expect(merged.data).toMatchObject({
    iterations: [
      {scenario: 'a', completed: 20, failed: 0, unfinished: 0},
      {scenario: 'b', completed: 10, failed: 0, unfinished: 0},
    ],
    requests: {planned: 50, completed: 50},
    statuses: {200: 30, 404: 20},
    errorRate: 0,
  })
}, 60_000)
