import {showDuration} from '../../../core/duration.js'
import {bad, type GatewayCheck, good} from '../gateway-check.js'
import {disturbsService, needsFault, until, withFault} from './with-fault.js'

/** What /ready says may be 5 s old, and asking may take 5 s; in milliseconds. */
const longest = 12_000

export const readiness: GatewayCheck = {
  name: 'readiness',
  standard: ['RT-27'],
  measures: true,
  disturbs: disturbsService,
  rule: {
    id: 'loadtest/readiness',
    severity: 'error',
    summary: 'Require that what is alive is not restarted, and that what cannot serve is not asked',
    why: 'A platform restarts what is not healthy, which mends no database; and it sends requests to everything that is ready.',
    fix: 'Let /health look at nothing but the process, and /ready at everything that is needed.',
  },
  needs: needsFault,
  async *run(facts) {
    const {probe} = facts
    yield* withFault(facts, async function* (fault) {
      await fault.set('fail')
      const down = await until(facts, '/ready', ({status}) => status === 503, longest)
      yield down === undefined
        ? bad(`${showDuration(longest)} after the service behind it failed "/ready" does not say so with 503.`)
        : good(`"/ready" answers 503, ${showDuration(down.took)} after the service behind it failed.`)
      const alive = await probe.send({path: '/health'})
      yield alive.status === 200
        ? good('"/health" answers 200 meanwhile.')
        : bad(`"/health" answers ${alive.status} meanwhile: the platform would restart what works.`, alive)
      await fault.set('none')
      const back = await until(facts, '/ready', ({status}) => status === 200, longest)
      yield back === undefined
        ? bad(`${showDuration(longest)} after the service works again "/ready" does not say so with 200.`)
        : good(`"/ready" answers 200, ${showDuration(back.took)} after the service works again.`)
    })
  },
}
