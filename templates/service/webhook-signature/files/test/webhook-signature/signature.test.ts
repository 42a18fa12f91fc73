import {describe, expect, test} from 'vitest'
import {sign} from '../../src/webhook-signature/sign.js'
import {verify} from '../../src/webhook-signature/verify.js'

const body = Buffer.from('{"amount": 1.0, "name": "J\\u00f6rg"}')
const now = 1_769_853_600_000
const timestamp = String(now / 1000)
const options = {secrets: ['old', 'new'], now, window: 300}

test('a signature is the HMAC of time and body, as any other program works it out', () => {
  // printf '1769853600.hello' | openssl dgst -sha256 -hmac key
  expect(sign('key', timestamp, Buffer.from('hello'))).toBe(
    'sha256=d89e65c2b0dcd5ed761dff77d62716363aafe6c1319fc33fbe747ac25db9b825',
  )
})

describe('a delivery is believed', () => {
  test.each(['old', 'new'])('that the %s secret has signed', secret => {
    expect(verify({timestamp, signature: sign(secret, timestamp, body), body}, options)).toBeUndefined()
  })

  test.each([-299, 299])('whose clock is %d s away', seconds => {
    const other = String(now / 1000 + seconds)
    expect(verify({timestamp: other, signature: sign('old', other, body), body}, options)).toBeUndefined()
  })
})

describe('a delivery is not believed', () => {
  const signature = sign('old', timestamp, body)

  test('that was changed, even where JSON means the same', () => {
    const changed = Buffer.from(JSON.stringify(JSON.parse(body.toString())))
    expect(verify({timestamp, signature, body: changed}, options)).toBe('signature')
  })

  test('that somebody else has signed, or another time', () => {
    expect(verify({timestamp, signature: sign('guess', timestamp, body), body}, options)).toBe('signature')
    const later = String(now / 1000 + 10)
    expect(verify({timestamp: later, signature, body}, options)).toBe('signature')
    expect(verify({timestamp, signature, body}, {...options, secrets: []})).toBe('signature')
  })

  test.each([-301, 301, 1_000_000])('whose clock is %d s away', seconds => {
    const other = String(now / 1000 + seconds)
    expect(verify({timestamp: other, signature: sign('old', other, body), body}, options)).toBe('window')
  })

  test.each<[unknown, unknown]>([
    [undefined, signature],
    [timestamp, undefined],
    [timestamp, signature.replace('sha256=', '')],
    [timestamp, signature.toUpperCase()],
    [timestamp, `${signature}0`],
    [timestamp, [signature]],
    ['1e9', signature],
    ['-5', signature],
    ['', ''],
  ])('with the headers %j and %j', (time, given) => {
    expect(verify({timestamp: time, signature: given, body}, options)).toBe('headers')
  })
})
