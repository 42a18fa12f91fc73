import {setTimeout as sleep} from 'node:timers/promises'
import {describe, expect, test} from 'vitest'
import {type Breaker, type BreakerState, createBreaker} from '../../src/platform/outbound/breaker.js'

const trip = {consecutive: 3, ratio: 0.5, minimumCalls: 10, window: 10_000}
// Long enough that a busy machine does not reach the probe by accident.
const openFor = 300

class Outage extends Error {}

function breakerWithHistory(options: Partial<Parameters<typeof createBreaker>[0]> = {}) {
  const states: BreakerState[] = []
  const breaker = createBreaker({
    isFailure: error => error instanceof Outage,
    trip,
    openFor,
    onChange: state => states.push(state),
    ...options,
  })
  return {breaker, states}
}

const succeed = async () => 'fine'
const fail = async () => {
  throw new Outage('down')
}

async function fails(breaker: Breaker, times: number) {
  for (let time = 0; time < times; time += 1) await breaker.run(fail).catch(() => {})
}

/** A call whose end the test decides. */
function pending() {
  let resolve: (value: string) => void = () => {}
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<string>((res, rej) => {
    resolve = res
    reject = rej
  })
  return {call: () => promise, resolve, reject}
}

describe('a closed breaker', () => {
  test('opens after enough failures in a row, and refuses at once', async () => {
    const {breaker, states} = breakerWithHistory()
    await fails(breaker, 3)
    expect([breaker.state, states]).toEqual(['open', ['open']])
    let called = false
    const refused = breaker.run(async () => {
      called = true
    })
    await expect(refused).rejects.toMatchObject({code: 'CIRCUIT_OPEN', status: 503})
    expect(called).toBe(false)
  })

  test('a success in between starts the count anew', async () => {
    const {breaker} = breakerWithHistory()
    await fails(breaker, 2)
    await breaker.run(succeed)
    await fails(breaker, 2)
    expect(breaker.state).toBe('closed')
  })

  test('opens when half of enough calls fail, though never many in a row', async () => {
    const {breaker} = breakerWithHistory()
    for (let pair = 0; pair < 5; pair += 1) {
      expect(breaker.state).toBe('closed')
      await breaker.run(succeed)
      await fails(breaker, 1)
    }
    expect(breaker.state).toBe('open')
  })

  test('forgets failures by time, not by traffic', async () => {
    const {breaker} = breakerWithHistory({trip: {...trip, consecutive: 100, window: 50}})
    await fails(breaker, 9)
    await sleep(70)
    await fails(breaker, 1)
    expect(breaker.state).toBe('closed')
  })

  test('does not count what callers do wrong', async () => {
    const {breaker} = breakerWithHistory()
    for (let time = 0; time < 100; time += 1) {
      await breaker.run(async () => Promise.reject(new Error('not found'))).catch(() => {})
    }
    expect(breaker.state).toBe('closed')
  })

  test('passes values and errors on as they are', async () => {
    const {breaker} = breakerWithHistory()
    expect(await breaker.run(succeed)).toBe('fine')
    await expect(breaker.run(fail)).rejects.toThrow('down')
  })
})

describe('an open breaker', () => {
  test('lets exactly one probe through, and closes when it succeeds', async () => {
    const {breaker, states} = breakerWithHistory()
    await fails(breaker, 3)
    await sleep(openFor + 10)
    const probe = pending()
    let calls = 0
    const count = (call: () => Promise<string>) => () => {
      calls += 1
      return call()
    }
    const first = breaker.run(count(probe.call))
    const others = await Promise.allSettled(Array.from({length: 100}, () => breaker.run(count(succeed))))
    expect(others.every(({status}) => status === 'rejected')).toBe(true)
    expect(calls).toBe(1)
    probe.resolve('back')
    expect(await first).toBe('back')
    expect(await breaker.run(succeed)).toBe('fine')
    expect(states).toEqual(['open', 'half-open', 'closed'])
  })

  test('stays open for another while when the probe fails', async () => {
    const {breaker, states} = breakerWithHistory()
    await fails(breaker, 3)
    await sleep(openFor + 10)
    await fails(breaker, 1)
    await expect(breaker.run(succeed)).rejects.toMatchObject({code: 'CIRCUIT_OPEN'})
    expect(states).toEqual(['open', 'half-open', 'open'])
  })

  test('takes a probe whose caller has left for no proof', async () => {
    const {breaker} = breakerWithHistory()
    await fails(breaker, 3)
    await sleep(openFor + 10)
    await breaker.run(async () => Promise.reject(new Error('aborted'))).catch(() => {})
    expect(breaker.state).toBe('open')
  })

  test('is not moved by answers to calls from before it opened', async () => {
    const {breaker, states} = breakerWithHistory()
    const [late, later] = [pending(), pending()]
    const calls = [breaker.run(late.call), breaker.run(later.call).catch((error: Error) => error.message)]
    await fails(breaker, 3)
    late.resolve('late')
    expect(await calls[0]).toBe('late')
    expect(breaker.state).toBe('open')

    await sleep(openFor + 10)
    const probe = pending()
    const probing = breaker.run(probe.call)
    later.reject(new Outage('from before'))
    expect(await calls[1]).toBe('from before')
    expect(breaker.state).toBe('half-open')
    probe.resolve('back')
    await probing
    expect(states).toEqual(['open', 'half-open', 'closed'])
  })
})
