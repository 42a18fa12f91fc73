import {type GatewayCheck, pathOf} from '../gateway-check.js'
import {pairedObservations} from './paired.js'

export const overhead: GatewayCheck = {
  name: 'overhead',
  standard: ['SLO-1'],
  measures: true,
  rule: {
    id: 'loadtest/overhead',
    severity: 'error',
    summary: 'Require that a gateway adds no more to an answer than it may',
    why: 'What the gateway adds is added to every answer of every service.',
    fix: 'Keep connections to services open, check tokens without asking anybody, and do nothing twice.',
  },
  needs: ({direct}) => (direct === undefined ? '--direct URL of the service behind the gateway' : undefined),
  async *run(facts) {
    const {probe, direct, headers, rate, duration, overhead: budgets, signal} = facts
    if (direct === undefined) return
    const request = {path: pathOf(facts), headers}
    yield* pairedObservations({
      first: {name: 'the gateway', probe, request},
      second: {name: 'the service itself', probe: direct, request},
      rate,
      duration,
      budgets,
      signal,
    })
  },
}
