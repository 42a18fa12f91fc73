import {afterEach, describe, expect, test} from 'vitest'
import {parseLimit} from '../../../src/loadtest/gateway/declared.js'
import {type Decision, fittedBucket} from '../../../src/loadtest/gateway/limits/token-bucket.js'
import {type Behaviour, type RunningTarget, startTarget} from '../target/target.js'
import {calmly} from './calmly.js'
import {check, observations} from './check.js'

const started: RunningTarget[] = []

afterEach(async () => {
  for (const target of started.splice(0)) await target.stop()
})

interface Bucket {
  readonly rate: number
  readonly burst: number
}

/** What a bucket decides when it is asked at a rate for a while. */
function decisions(
  bucket: {readonly rate: number; readonly burst: number},
  asked: number,
  seconds: number,
): Decision[] {
  let tokens = bucket.burst
  let last = 0
  return Array.from({length: asked * seconds}, (_, index) => {
    const at = (index * 1000) / asked
    tokens = Math.min(bucket.burst, tokens + ((at - last) / 1000) * bucket.rate)
    last = at
    const isAllowed = tokens >= 1
    if (isAllowed) tokens--
    return {at, isAllowed}
  })
}

describe('a token bucket is found by what it refuses', () => {
  test.each([
    [1000, 200],
    [50, 10],
    [400, 1000],
  ])('%i in a second, %i at once', (rate, burst) => {
    const seconds = Math.ceil((burst / rate) * 2 + 10)
    const found = fittedBucket(decisions({rate, burst}, rate * 1.5, seconds))
    expect(found?.rate.value).toBeCloseTo(rate, -Math.log10(rate / 100))
    expect(Math.abs((found?.burst.value ?? 0) - burst)).toBeLessThan(1)
  })

  test('and not where it refuses nothing', () => {
    expect(fittedBucket(decisions({rate: 100, burst: 1000}, 150, 5))).toBeUndefined()
    expect(fittedBucket([])).toBeUndefined()
  })
})

test.each([
  ['1000/s', {limit: 1000, window: 1000}],
  ['100/60s', {limit: 100, window: 60_000}],
  ['5/15m', {limit: 5, window: 900_000}],
])('--limit %s', (text, limit) => {
  expect(parseLimit(text, undefined)).toMatchObject(limit)
})

test.each(['1000', '0/s', 'x/s', '10/', '10/0s'])('--limit %s is refused with an example', text => {
  expect(() => parseLimit(text, undefined)).toThrow()
})

/** What the check says of a bucket when one of 1000 in a second and 200 at once was promised. */
async function measured(bucket: Bucket, stall?: Behaviour['stall']): Promise<readonly string[]> {
  const target = await startTarget({bucket, ...(stall && {stall})})
  started.push(target)
  const report = await check(target.url, ['limits'], {paths: ['/ok'], limit: '1000/s', burst: 200})
  return observations(report).filter(text => /measured|four fifths/.test(text))
}

test(
  'a gateway that stands still while it is asked is asked again, and not found guilty',
  () =>
    calmly(async () => {
      const texts = await measured({rate: 1000, burst: 200}, {after: 1500, length: 600})
      expect(texts).toHaveLength(4)
      for (const text of texts) expect(text, texts.join('\n')).not.toMatch(/^bad/)
      expect(texts[0]).toMatch(/^good/)
    }),
  200_000,
)

describe('what is measured is held against what was promised', () => {
  test(
    'within 2 %, burst and all',
    () =>
      calmly(async () => {
        const [calm, ...figures] = await measured({rate: 1000, burst: 200})
        expect(calm).toBe('good: 800/s, four fifths of the limit, are let in: 4,000 of 4,000.')
        expect(figures).toHaveLength(3)
        expect(figures[0]).toMatch(/^good: [\d,.]+ requests let in were measured/)
        expect(figures[1]).toMatch(/^good: [\d,.]+ requests per second were measured, 1,000 of --limit/)
        expect(figures[2]).not.toMatch(/^bad/)
      }),
    200_000,
  )

  test.each([
    ['gives a twentieth less', {rate: 950, burst: 200}, /^bad: 9[45]\d(\.\d)? requests per second were measured/],
    ['is half as deep', {rate: 1000, burst: 100}, /^bad: [\d.]+ requests at once were measured, 200 of --limit/],
    [
      'refuses below its limit',
      {rate: 700, burst: 200},
      /^bad: 800\/s, four fifths of the limit of --limit, are refused/,
    ],
  ])(
    'a bucket that %s is found',
    (_what, bucket, message) =>
      calmly(async () => {
        expect(await measured(bucket)).toContainEqual(expect.stringMatching(message))
      }),
    200_000,
  )
})
