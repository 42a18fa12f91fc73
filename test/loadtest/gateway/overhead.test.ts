import {setTimeout as pause} from 'node:timers/promises'
import {afterEach, describe, expect, test} from 'vitest'
import {parseBudget} from '../../../src/loadtest/gateway/declared.js'
import {percentileDifference, percentileOf} from '../../../src/loadtest/gateway/measured/difference.js'
import {calmly} from './calmly.js'
import {check, closeServers, figuresOf, json, observations, serve} from './check.js'

afterEach(closeServers)

/** Noise with bursts, the same in each run. */
function noise(seed: number): () => number {
  let state = seed
  const uniform = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return (state + 1) / 2_147_483_649
  }
  return () => -Math.log(uniform())
}

describe('the difference of two ways', () => {
  test('has bounds that hold what is true in about 19 of 20 runs', () => {
    let held = 0
    const runs = 40
    for (let run = 0; run < runs; run++) {
      const random = noise(run * 7919 + 1)
      const pairs = Array.from({length: 400}, () => ({first: 5 + random(), second: 3 + random()}))
      const {low, high} = percentileDifference(pairs, 50)
      if (low <= 2 && 2 <= high) held++
    }
    expect(held).toBeGreaterThanOrEqual(runs * 0.88)
  })

  test('is that of the percentile which was asked for', () => {
    const pairs = Array.from({length: 1000}, (_, index) => ({first: index % 10 === 0 ? 50 : 2, second: 1}))
    expect(percentileDifference(pairs, 50).value).toBe(1)
    expect(percentileDifference(pairs, 95).value).toBe(49)
    expect(percentileOf(Float64Array.of(4, 1, 3, 2), 50)).toBe(2)
  })
})

test('budgets are read, and refused with an example', () => {
  expect(parseBudget('p95<5ms')).toMatchObject({percent: 95, most: 5})
  expect(parseBudget('p99.9 <= 1s')).toMatchObject({percent: 99.9, most: 1000})
  for (const text of ['95<5ms', 'p95<', 'p100<5ms', 'p95<five']) expect(() => parseBudget(text)).toThrow()
})

/** A service, and what stands before it and holds each answer up. */
async function both(extra: () => number): Promise<{readonly gateway: string; readonly direct: string}> {
  const direct = await serve((_request, response) => json(response, 200, {data: []}))
  const gateway = await serve(async (_request, response) => {
    const answer = await fetch(`${direct}/orders`)
    const body = await answer.text()
    await pause(extra())
    response.writeHead(answer.status, {'content-type': 'application/json'}).end(body)
  })
  return {gateway, direct}
}

describe('what a gateway adds', () => {
  test('is measured with bounds, and passes where the budget is above them', async () => {
    const {gateway, direct} = await both(() => 20)
    const sent = {direct, budgets: ['p95<500ms', 'p50<500ms'], rate: 150, duration: 3000}
    await calmly(async () => {
      const report = await check(gateway, ['overhead'], sent)
      expect(report.outcome, observations(report).join('\n')).toBe('pass')
      expect(observations(report)).toHaveLength(2)
      for (const text of observations(report))
        expect(text).toMatch(
          /^good: The gateway takes [\d.]+ ms more at p\d+ \([\d.]+ ms more to [\d.]+ ms more .*pairs\), within 500 ms of --budget\.$/,
        )
      const {value = 0, low = 0, high = 0, percent} = figuresOf(report)
      expect([percent, low <= value, value <= high]).toEqual([50, true, true])
      expect(value).toBeGreaterThan(19)
    })
  })

  test('fails where the budget is below them', async () => {
    const {gateway, direct} = await both(() => 20)
    const {outcome, findings} = await check(gateway, ['overhead'], {
      direct,
      budgets: ['p50<5ms'],
      rate: 150,
      duration: 3000,
    })
    expect(outcome).toBe('fail')
    expect(findings[0]?.message).toMatch(/5\.00 ms of --budget are allowed/)
  })

  test('is not judged where the noise is larger than what is asked', async () => {
    let asked = 0
    // Long spells of two kinds: their share in another run is anybody's guess.
    const {gateway, direct} = await both(() => (Math.floor(asked++ / 40) % 2 === 0 ? 1 : 90))
    await calmly(async () => {
      const report = await check(gateway, ['overhead'], {direct, budgets: ['p50<45ms'], rate: 150, duration: 3000})
      expect(report.outcome).toBe('inconclusive')
      expect(observations(report)).toEqual([expect.stringMatching(/^doubtful: .*too noisy to say/)])
    })
  })

  test('is nothing where one of both refuses', async () => {
    const gateway = await serve((_request, response) => json(response, 200, {data: []}))
    const direct = await serve((_request, response) => json(response, 401, {}))
    const report = await check(gateway, ['overhead'], {direct})
    expect(report.outcome).toBe('inconclusive')
    expect(observations(report)).toEqual([expect.stringMatching(/^doubtful: The service itself answers 401/)])
  })
})

test.each([
  [0, 'pass'],
  [40, 'fail'],
])('credentials that cost %i ms: %s', async (cost, outcome) => {
  await calmly(async () => {
    const gateway = await serve(async (request, response) => {
      if (request.url === '/orders') {
        if (request.headers.authorization === undefined) return json(response, 401, {})
        if (cost > 0) await pause(cost)
      }
      json(response, 200, {data: []})
    })
    const report = await check(gateway, ['token-overhead'], {publicPath: '/public', rate: 150, duration: 3000})
    expect(report.outcome, observations(report).join('\n')).toBe(outcome)
  })
})
