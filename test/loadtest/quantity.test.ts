import {describe, expect, test} from 'vitest'
import {parseDuration, parseRate, shownLatency, shownShare} from '../../src/loadtest/quantity.js'

describe('a rate', () => {
  test.each([
    ['200/s', 200],
    ['12000/m', 200],
    ['200', 200],
    ['0.5/s', 0.5],
    ['3600/h', 1],
    [' 10 / s ', 10],
  ])('%s is %d requests per second', (text, rate) => expect(parseRate(text)).toBe(rate))

  test.each(['', 'fast', '200/x', '-5/s', '1e3', '200 rps', '200//s'])('"%s" is not understood', text =>
    expect(() => parseRate(text)).toThrow(`Rate "${text}" is not understood.`),
  )

  test('of nothing, or of more than can be sent, is refused', () => {
    expect(() => parseRate('0/s')).toThrow('sends nothing')
    expect(() => parseRate('1000000/s')).toThrow('more than one process can send')
  })
})

describe('a duration', () => {
  test.each([
    ['5s', 5000],
    ['2m', 120_000],
    ['250ms', 250],
    ['1m30s', 90_000],
    ['0s', 0],
    ['1.5s', 1500],
  ])('%s is %d ms', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds))

  test.each(['', '5', 's', '5 s', '5sec', '-1s'])('"%s" is not understood', text =>
    expect(() => parseDuration(text, 'Timeout')).toThrow(`Timeout "${text}" is not understood.`),
  )

  test('of more than a day is refused', () => expect(() => parseDuration('25h')).toThrow('longer than a day'))
})

test('latencies and shares keep three figures that matter', () => {
  expect([0.042, 4.5678, 45.678, 456.78, 4567.8].map(shownLatency)).toEqual([
    '0.04 ms',
    '4.57 ms',
    '45.7 ms',
    '457 ms',
    '4.57 s',
  ])
  expect([0, 0.00001, 0.0012, 0.5, 1].map(shownShare)).toEqual(['0 %', '0.001 %', '0.12 %', '50 %', '100 %'])
})
