import {showDuration} from '../../../core/duration.js'
import {edgeTimeout} from '../../../standard/timeouts.js'
import {envelopeFault} from '../answer.js'
import {bad, type GatewayCheck, good, pathOf} from '../gateway-check.js'
import {disturbsService, needsFault, until, withFault} from './with-fault.js'

/** What giving up itself may take, in milliseconds. */
const grace = 1000

export const timeouts: GatewayCheck = {
  name: 'timeouts',
  standard: ['RT-24'],
  measures: true,
  disturbs: disturbsService,
  rule: {
    id: 'loadtest/timeouts',
    severity: 'error',
    summary: 'Require that a gateway gives up on a service that does not answer',
    why: 'A request that waits for ever holds a connection, and so does its caller, until there are none.',
    fix: 'Limit each call of a service to 10 s and each request at the edge to 30 s, and answer 504 with UPSTREAM_TIMEOUT.',
  },
  needs: needsFault,
  async *run(facts) {
    const {probe, headers, upstreamTimeout} = facts
    const path = pathOf(facts)
    yield* withFault(facts, async function* (fault) {
      await fault.set('hang')
      const answer = await probe.send({path, headers, timeout: edgeTimeout + 5 * grace})
      const {status, took} = answer
      const form = envelopeFault(answer)
      const text = `A service that does not answer is answered for with ${status} after ${showDuration(took)}`
      if (status !== 504) yield bad(`${text}; it is to be 504.`, answer)
      else if (form !== undefined) yield bad(`${text}, but ${form}.`, answer)
      else yield good(`${text}.`)
      yield took <= upstreamTimeout + grace
        ? good(`That is within ${showDuration(upstreamTimeout)}.`)
        : bad(
            `That is later than ${showDuration(upstreamTimeout)}, when a gateway is to give up on a service (--upstream-timeout).`,
            answer,
          )
      await fault.set('none')
      const back = await until(facts, path, each => each.status < 300, facts.openFor + grace)
      yield back === undefined
        ? bad(`The service answers again, and "GET ${path}" does not.`)
        : good(`Once the service answers again, so does "GET ${path}".`)
    })
  },
}
