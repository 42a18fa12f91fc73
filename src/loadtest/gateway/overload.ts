import {setTimeout as pause} from 'node:timers/promises'
import {showDuration} from '../../core/duration.js'
import {constantRate} from '../engine/schedule.js'
import {shownLatency, shownNumber, shownShare} from '../quantity.js'
import {bad, doubtful, type GatewayCheck, type GatewayFacts, good, pathOf} from './gateway-check.js'
import {percentileOf} from './measured/difference.js'
import {timeObservation, watchMachine} from './measured/machine.js'
import {paced} from './measured/paced.js'
import {NoAnswer} from './probe.js'

/** How much more than the load that it is made for. */
export const times = 2

/** A refusal that takes longer than this, at p95 and in milliseconds, is no protection: it waits in the same queue. */
const fastRefusal = 250

/** Of what is served at the load that it is made for, so much is still served at twice of it. */
const kept = 0.8

/** Milliseconds until it works as before. */
const recovery = 30_000

/** What came of a spell of load. */
interface Spell {
  readonly sent: number
  readonly served: number
  /** 429 and 503. */
  readonly refused: number
  /** Everything else: no answer, and other statuses. */
  readonly broken: number
  /** p95 in milliseconds of what was served, and of what was refused. */
  readonly latency: number
  readonly refusal: number
}

export const overload: GatewayCheck = {
  name: 'overload',
  standard: ['RT-26'],
  measures: true,
  disturbs: 'loads the gateway with twice of what it is made for',
  meetsLimiter: true,
  rule: {
    id: 'loadtest/overload',
    severity: 'error',
    summary: 'Require that a gateway with too much to do refuses the rest at once and serves as much as before',
    why: 'Without a limit all requests wait, all of them for too long, and clients send them again.',
    fix: 'Limit how many requests are under way and how many wait, and refuse others with 503 and Retry-After.',
  },
  needs: ({madeFor}) =>
    madeFor === undefined
      ? '--rate that the gateway is made for, or "x-slo: {rate: 200/s}" of the contract'
      : undefined,
  async *run(facts) {
    const {madeFor: rate, duration, signal} = facts
    if (rate === undefined) return
    const usual = await spell(facts, rate, duration)
    if (usual.served < usual.sent) {
      yield doubtful(
        `At ${shownNumber(rate)}/s only ${shownNumber(usual.served)} of ${shownNumber(usual.sent)} requests are served: that is no load that it is made for. Lower --rate.`,
      )
      return
    }
    yield good(
      `At ${shownNumber(rate)}/s all ${shownNumber(usual.sent)} requests are served, p95 ${shownLatency(usual.latency)}.`,
    )
    const machine = watchMachine()
    const double = await spell(facts, rate * times, duration)
    const load = `At ${shownNumber(rate * times)}/s`
    yield double.broken === 0
      ? good(`${load} every request is served or refused.`)
      : bad(
          `${load} ${shownShare(double.broken / double.sent)} of the requests are neither served nor refused with 429 or 503.`,
        )
    yield double.served >= usual.served * kept
      ? good(`${load} ${shownNumber(double.served)} requests are served, ${shownNumber(usual.served)} at half of it.`)
      : bad(
          `${load} only ${shownNumber(double.served)} requests are served, ${shownNumber(usual.served)} at half of it: it collapses.`,
        )
    if (double.refused > 0)
      yield timeObservation(
        {what: `${load} refusals take`, took: double.refusal, most: fastRefusal, figure: 'at p95'},
        machine,
      )
    machine.end()
    const begin = performance.now()
    for (;;) {
      const later = await spell(facts, rate, 1000)
      const took = performance.now() - begin
      if (later.served === later.sent && later.latency <= 2 * usual.latency + 50) {
        yield good(`${showDuration(took)} later it serves ${shownNumber(rate)}/s as before.`)
        return
      }
      if (took > recovery) {
        yield bad(
          `${showDuration(took)} later it still serves ${later.served} of ${later.sent} requests at ${shownNumber(rate)}/s, p95 ${shownLatency(later.latency)}.`,
        )
        return
      }
      await pause(500, undefined, {signal})
    }
  },
}

async function spell(facts: GatewayFacts, rate: number, duration: number): Promise<Spell> {
  const {probe, headers, signal} = facts
  const path = pathOf(facts)
  const ask = async () => {
    try {
      const {status, took} = await probe.send({path, headers})
      return {status, took}
    } catch (error) {
      if (error instanceof NoAnswer) return undefined
      throw error
    }
  }
  const results = (await paced(constantRate(rate, duration), ask, signal)).map(({result}) => result)
  signal.throwIfAborted()
  const served = results.flatMap(result => (result && result.status < 400 ? [result.took] : []))
  const refused = results.flatMap(result => (result && [429, 503].includes(result.status) ? [result.took] : []))
  return {
    sent: results.length,
    served: served.length,
    refused: refused.length,
    broken: results.length - served.length - refused.length,
    latency: percentileOf(Float64Array.from(served), 95),
    refusal: percentileOf(Float64Array.from(refused), 95),
  }
}
