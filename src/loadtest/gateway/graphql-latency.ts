import {estimate} from '../baseline/estimate.js'
import {constantRate} from '../engine/schedule.js'
import {shownLatency, shownNumber} from '../quantity.js'
import {memberAt} from './answer.js'
import {bad, doubtful, type GatewayCheck, type GatewayFacts, good} from './gateway-check.js'
import {watchMachine} from './measured/machine.js'
import {paced} from './measured/paced.js'

/** What the standard allows on the average, in milliseconds. */
const most = 30

/** The mean may be off by so many standard errors, in 19 of 20 runs. */
const sure = 2

/** Fewer answers have no mean to speak of. */
const fewest = 50

export const graphqlLatency: GatewayCheck = {
  name: 'graphql-latency',
  standard: ['RT-34'],
  measures: true,
  rule: {
    id: 'loadtest/graphql-latency',
    severity: 'error',
    summary: 'Require that operations of GraphQL take less than 30 ms on the average',
    why: 'A page waits for its operation; what takes long in it is asked for in a row instead of at once.',
    fix: 'Load what fields need in batches, and keep parsed operations.',
  },
  needs: ({graphql}) => (graphql === undefined ? '--graphql /graphql' : undefined),
  async *run(facts) {
    const {rate, duration, signal, graphqlQuery} = facts
    const first = await ask(facts)
    if (!first.isAnswered) {
      yield doubtful(
        `The operation "${graphqlQuery}" is answered with ${first.status}${first.isAnswered ? '' : ' or errors'}: there is nothing to measure.`,
        first,
      )
      return
    }
    const machine = watchMachine()
    const arrivals = await paced(constantRate(rate, duration), () => ask(facts).catch(() => undefined), signal)
    signal.throwIfAborted()
    const times = arrivals.flatMap(({result}) => (result?.isAnswered ? [result.took] : []))
    if (times.length < fewest || times.length < arrivals.length * 0.98) {
      yield doubtful(
        `Only ${shownNumber(times.length)} of ${shownNumber(arrivals.length)} operations were answered without errors. Lower --rate, or raise --duration.`,
      )
      return
    }
    // The mean that users see has the slow ones in it; the error of the middle says how noisy the machine is.
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length
    const {error} = estimate(times)
    // A pause of this machine is in the mean of those that it met; none is below what they take on the average.
    const pause = machine.pause()
    machine.end()
    const text = `The operation takes ${shownLatency(mean)} on the average of ${shownNumber(times.length)}`
    if (mean + sure * error <= most) yield good(`${text}; ${most} ms are allowed.`)
    else if (mean - sure * error - pause > most) yield bad(`${text}; ${most} ms are allowed.`)
    else yield doubtful(`${text}, too noisy to say whether that is within ${most} ms. Raise --duration.`)
  },
}

async function ask({probe, headers, graphql, graphqlQuery}: GatewayFacts) {
  const {status, json, took, curl} = await probe.send({
    method: 'POST',
    path: graphql ?? '/graphql',
    headers: {...headers, 'content-type': 'application/json'},
    body: JSON.stringify({query: graphqlQuery}),
  })
  return {
    status,
    took,
    curl,
    isAnswered: status === 200 && memberAt(json, 'errors') === undefined && memberAt(json, 'data') !== undefined,
  }
}
