import {describe, expect, test} from 'vitest'
import {createAddressLimit} from '../../src/platform/rate-limit/address-limit.js'
import {callerKey, networkOf} from '../../src/platform/rate-limit/caller-key.js'
import {readRateLimits, standardClasses} from '../../src/platform/rate-limit/classes.js'
import {createMemoryStore} from '../../src/platform/rate-limit/memory-store.js'
import type {Verdict} from '../../src/platform/rate-limit/rate-limit-store.js'

const minute = {limit: 3, windowSeconds: 60}
const quarter = {limit: 4, windowSeconds: 900}

function storeWithClock(mostKeys = 100) {
  const clock = {time: 1_000}
  const store = createMemoryStore({mostKeys, now: () => clock.time})
  const take = (key: string, windows = [minute, quarter]) => store.take(key, windows) as Verdict
  return {take, wait: (seconds: number) => (clock.time += seconds * 1000)}
}

describe('the store', () => {
  test('counts every window and begins a window anew when it has ended', () => {
    const {take, wait} = storeWithClock()
    expect(take('ann').tallies).toMatchObject([
      {remaining: 2, resetMs: 60_000},
      {remaining: 3, resetMs: 900_000},
    ])
    take('ann')
    wait(59)
    expect(take('ann')).toMatchObject({allowed: true, tallies: [{remaining: 0, resetMs: 1_000}, {remaining: 1}]})
    expect(take('ann').allowed).toBe(false)
    wait(1)
    expect(take('ann')).toMatchObject({allowed: true, tallies: [{remaining: 2}, {remaining: 0}]})
  })

  test('does not charge a refused call to the other window', () => {
    const {take, wait} = storeWithClock()
    for (let call = 0; call < 50; call++) take('ann')
    wait(60)
    expect(take('ann')).toMatchObject({allowed: true, tallies: [{remaining: 2}, {remaining: 0}]})
    expect(take('ann')).toMatchObject({allowed: false, tallies: [{remaining: 2}, {resetMs: 840_000}]})
  })

  test('counts callers apart', () => {
    const {take} = storeWithClock()
    for (let call = 0; call < 4; call++) take('ann')
    expect(take('ann').allowed).toBe(false)
    expect(take('bob').allowed).toBe(true)
  })

  test('stays bounded when callers are made up: those beyond the bound share one count', () => {
    const {take, wait} = storeWithClock(2)
    take('ann')
    take('bob')
    const verdicts = ['c', 'd', 'e', 'f'].map(key => take(key).allowed)
    expect(verdicts).toEqual([true, true, true, false])
    expect(take('ann').allowed).toBe(true)
    wait(901)
    expect(take('g')).toMatchObject({allowed: true, tallies: [{remaining: 2}, {remaining: 3}]})
  })
})

describe('the limit of an address', () => {
  test('is one for the whole network, and says when it is over', () => {
    let refused = 0
    const admit = createAddressLimit([{limit: 2, windowSeconds: 10}], () => {
      refused += 1
    })
    admit('2001:db8::1')
    admit('2001:db8::2')
    expect(() => admit('2001:db8::3')).toThrow(
      expect.objectContaining({status: 429, headers: expect.objectContaining({'retry-after': '10'})}),
    )
    admit('10.0.0.1')
    expect(refused).toBe(1)
  })
})

describe('the key of a caller', () => {
  test('is the proven subject wherever it calls from, else the network', () => {
    const ann = {scheme: 'bearer', subject: 'ann', scopes: new Set<string>(), roles: []} as const
    expect(callerKey(ann, {ip: '10.0.0.1'})).toBe(callerKey(ann, {ip: '10.0.0.2'}))
    expect(callerKey(undefined, {ip: '10.0.0.1'})).not.toBe(callerKey(undefined, {ip: '10.0.0.2'}))
    expect(callerKey({...ann, scheme: 'apiKey'}, {ip: '10.0.0.1'})).not.toBe(callerKey(ann, {ip: '10.0.0.1'}))
  })

  test.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::1', '0:0:0:0::/64'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::ffff', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of %s counts for %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  test('of callers who have hung up, and have no address any more, are one', () => {
    expect(callerKey(undefined, {ip: undefined})).toBe('network:gone')
  })
})

describe('the limits', () => {
  test('are those of the standard unless a variable says otherwise', () => {
    expect(readRateLimits({})).toEqual(standardClasses)
    const changed = readRateLimits({RATE_LIMIT_API: '5/1, 20/60', RATE_LIMIT_USER_CREATION: '2/900'})
    expect(changed['api']).toEqual([
      {limit: 5, windowSeconds: 1},
      {limit: 20, windowSeconds: 60},
    ])
    expect(changed['user-creation']).toEqual([{limit: 2, windowSeconds: 900}])
    expect(changed['auth']).toEqual(standardClasses['auth'])
  })

  test.each(['100', '0/60', '100/0', '-1/60', '100/60,', 'many/60', '100/60s'])('are not "%s"', text => {
    expect(() => readRateLimits({RATE_LIMIT_API: text})).toThrow(/RATE_LIMIT_API is/)
  })
})
