import {leakIn} from './answer.js'
import type {GatewayCheck} from './gateway-check.js'

export const health: GatewayCheck = {
  name: 'health',
  standard: ['RT-28'],
  rule: {
    id: 'loadtest/health',
    severity: 'error',
    security: 'medium',
    summary: 'Require probes that answer, and figures that stay inside',
    why: 'A platform restarts what does not answer its probes; figures at the edge tell everybody what runs behind it.',
    fix: 'Answer /health and /ready without credentials, and serve /metrics on a port of its own.',
  },
  async *run({probe}) {
    const alive = await probe.send({path: '/health'})
    yield alive.status === 200
      ? {mark: 'good', text: '"/health" answers 200 without credentials.'}
      : {mark: 'bad', text: `"/health" answers ${alive.status} instead of 200.`, curl: alive.curl}
    const ready = await probe.send({path: '/ready'})
    const leak = leakIn(ready)
    yield [200, 503].includes(ready.status) && leak === undefined
      ? {mark: 'good', text: `"/ready" answers ${ready.status}.`}
      : {
          mark: 'bad',
          text: `"/ready" answers ${ready.status}${leak === undefined ? '' : ` and tells ${leak}`}; it is to be 200 or 503.`,
          curl: ready.curl,
        }
    const metrics = await probe.send({path: '/metrics'})
    yield metrics.status < 300
      ? {mark: 'bad', text: '"/metrics" can be read from here.', curl: metrics.curl}
      : {mark: 'good', text: `"/metrics" is answered with ${metrics.status}.`}
  },
}
