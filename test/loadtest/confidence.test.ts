import {describe, expect, test} from 'vitest'
import {enoughAt, enoughFor, surelyAbove, surelyBelow} from '../../src/loadtest/verdict/confidence.js'

describe('how many requests are enough', () => {
  // The rule of three, exactly: ln 0.05 / ln (1 - share).
  test.each([
    [0.01, 299],
    [0.001, 2995],
    [0.00001, 299_572],
    [0.05, 59],
    [0.5, 5],
  ])('without an error, for less than %d: %d', (share, requests) => expect(enoughFor(share)).toBe(requests))

  test('no number of requests proves that nothing ever fails', () => expect(enoughFor(0)).toBe(Infinity))

  test('with errors it takes more, and that number is enough', () => {
    const enough = enoughAt(3, 1000, 0.01) ?? 0
    expect(enough).toBeGreaterThan(1000 * 0.3)
    expect(surelyBelow(Math.ceil(0.003 * enough), enough, 0.01)).toBe(true)
    expect(enoughAt(10, 1000, 0.01)).toBeUndefined()
  })
})

describe('a claim about a share', () => {
  test('holds from the number on that is enough, and not before', () => {
    expect(surelyBelow(0, 299, 0.01)).toBe(true)
    expect(surelyBelow(0, 298, 0.01)).toBe(false)
    expect(surelyBelow(0, 299_572, 0.00001)).toBe(true)
    expect(surelyBelow(0, 299_571, 0.00001)).toBe(false)
  })

  test('agrees with the tables of the binomial distribution', () => {
    // P(X <= 2 of 100, 5 %) = 0.1183, P(X <= 1) = 0.0371
    expect(surelyBelow(1, 100, 0.05)).toBe(true)
    expect(surelyBelow(2, 100, 0.05)).toBe(false)
    // P(X >= 9 of 100, 5 %) = 0.0631, P(X >= 10) = 0.0282
    expect(surelyAbove(9, 100, 0.05)).toBe(false)
    expect(surelyAbove(10, 100, 0.05)).toBe(true)
  })

  test('one error in 1000 is too many for 0.001 %', () => expect(surelyAbove(1, 1000, 0.00001)).toBe(true))

  test('millions of requests are judged, too', () => {
    expect(surelyBelow(9000, 10_000_000, 0.001)).toBe(true)
    expect(surelyBelow(9950, 10_000_000, 0.001)).toBe(false)
    expect(surelyAbove(10_500, 10_000_000, 0.001)).toBe(true)
    expect(surelyBelow(4999, 10_000_000, 0.001)).toBe(true)
  })
})
