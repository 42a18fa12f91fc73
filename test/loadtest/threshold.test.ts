import {describe, expect, test} from 'vitest'
import {startOf} from '../../src/core/source.js'
import {holds, isLatency, parseThreshold} from '../../src/loadtest/verdict/threshold.js'

const parse = (text: string) => parseThreshold(text, startOf('command line'))

describe('a threshold', () => {
  test.each([
    ['p95<50ms', {kind: 'percentile', percent: 95}, '<', 50],
    ['p99.9 <= 0.2s', {kind: 'percentile', percent: 99.9}, '<=', 200],
    ['p99_99<1s', {kind: 'percentile', percent: 99.99}, '<', 1000],
    ['mean<800us', {kind: 'mean'}, '<', 0.8],
    ['max<=2s', {kind: 'max'}, '<=', 2000],
    ['errors<0.1%', {kind: 'errors'}, '<', 0.001],
    ['limited<1%', {kind: 'limited'}, '<', 0.01],
    ['rate>100/s', {kind: 'rate'}, '>', 100],
    ['rate>=6000/m', {kind: 'rate'}, '>=', 100],
  ])('%s is read', (text, figure, comparison, limit) => {
    const threshold = parse(text)
    expect(threshold).toMatchObject({text, figure, comparison})
    expect(threshold.limit).toBeCloseTo(limit, 9)
  })

  test.each([
    ['listOrders: p95<50ms', 'listOrders'],
    ['GET /v1/orders/{id}: p95<50ms', 'GET /v1/orders/{id}'],
    ['GET /v1/orders:search:p95<50ms', 'GET /v1/orders:search'],
  ])('%s is about one operation', (text, operation) => expect(parse(text)).toMatchObject({operation, limit: 50}))

  test.each([
    ['', 'is not understood'],
    ['p95', 'is not understood'],
    ['p95=50ms', 'is not understood'],
    ['p95<50', 'has no unit; "p95" is given in us, µs, ms, s'],
    ['p95<50%', 'has the unit "%"'],
    ['errors<5ms', 'has the unit "ms"; "errors" is given in %'],
    ['p100<5ms', 'has no figure "p100"'],
    ['error<5%', 'Did you mean "errors"?'],
    ['p95<1.2.3ms', '"p95" is given in'],
    ['p95>50ms', 'points the wrong way: "p95" is to be below its limit'],
    ['rate<50/s', 'a rate is to be above its limit'],
    ['errors<0%', 'nothing is below zero'],
  ])('%s is refused with the reason', (text, reason) => expect(() => parse(text)).toThrow(reason))

  test('holds or not, at its limit, too', () => {
    expect(holds(parse('p95<50ms'), 50)).toBe(false)
    expect(holds(parse('p95<=50ms'), 50)).toBe(true)
    expect(holds(parse('rate>100/s'), 100)).toBe(false)
    expect(holds(parse('rate>=100/s'), 100)).toBe(true)
  })

  test('knows whether it limits a latency', () =>
    expect(['p95<5ms', 'mean<5ms', 'max<5ms', 'errors<5%', 'rate>5/s'].map(text => isLatency(parse(text)))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]))
})
