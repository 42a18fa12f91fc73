import {mostRetries} from '../../../standard/timeouts.js'
import {bad, doubtful, type GatewayCheck, type GatewayFacts, good, type Observation, pathOf} from '../gateway-check.js'
import type {ProbeRequest} from '../probe.js'
import {writables} from '../writes/writable.js'
import type {FaultHook} from './fault-hook.js'
import {disturbsService, needsFault, withFault} from './with-fault.js'

export const retries: GatewayCheck = {
  name: 'retries',
  standard: ['RT-25'],
  measures: true,
  disturbs: disturbsService,
  rule: {
    id: 'loadtest/retries',
    severity: 'error',
    summary: 'Require that one request does not become many, and that a write is never repeated',
    why: 'Retries on every level multiply, and finish off a service that is only slow; a write that is repeated is done twice.',
    fix: 'Retry in one place, at most three times, only what is idempotent, and never a POST on 5xx.',
  },
  needs: needsFault,
  async *run(facts) {
    yield* withFault(facts, async function* (fault) {
      if ((await fault.set('fail')) === undefined) {
        yield doubtful('The fault hook does not tell how many requests reached the service: {"requests": 12}.')
        return
      }
      yield await counted(facts, fault, {path: pathOf(facts), headers: facts.headers}, 1 + mostRetries)
      const [write] = writables(facts, ['POST'])
      if (write === undefined) {
        yield doubtful(
          'Whether a POST is repeated was not tried: no operation may be sent. Use --contract with "x-loadtest: safe", or --allow-writes.',
        )
        return
      }
      yield await counted(facts, fault, write.request(write.body), 1)
    })
  },
}

async function counted(
  {probe}: GatewayFacts,
  fault: FaultHook,
  request: ProbeRequest,
  most: number,
): Promise<Observation> {
  const before = (await fault.set('fail')) ?? 0
  const answer = await probe.send(request)
  const reached = ((await fault.set('fail')) ?? 0) - before
  const text = `One ${request.method ?? 'GET'} that is answered with ${answer.status} reached the service ${reached === 1 ? 'once' : `${reached} times`}`
  if (reached === 0) return doubtful(`${text}: something else refused it.`, answer)
  return reached <= most
    ? good(`${text}.`)
    : bad(`${text}; ${most === 1 ? 'once is' : `${most} times are`} allowed.`, answer)
}
