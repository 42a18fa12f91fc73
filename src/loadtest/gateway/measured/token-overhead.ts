import {type GatewayCheck, pathOf} from '../gateway-check.js'
import {pairedObservations} from './paired.js'

/** What the standard allows a token to cost at p95, in milliseconds. */
const most = 10

export const tokenOverhead: GatewayCheck = {
  name: 'token-overhead',
  standard: ['RT-10'],
  measures: true,
  rule: {
    id: 'loadtest/token-overhead',
    severity: 'error',
    summary: 'Require that credentials cost less than 10 ms',
    why: 'Every request has credentials: a check that asks somebody else makes all of them slow.',
    fix: 'Check signatures with keys that are kept, and hashed API keys from memory.',
  },
  needs: ({publicPath}) =>
    publicPath === undefined ? '--public-path of something that does the same as --path for everybody' : undefined,
  async *run(facts) {
    const {probe, publicPath, headers, rate, duration, signal} = facts
    if (publicPath === undefined) return
    yield* pairedObservations({
      first: {name: 'the path with credentials', probe, request: {path: pathOf(facts), headers}},
      second: {name: 'the path without', probe, request: {path: publicPath}},
      rate,
      duration,
      budgets: [{percent: 95, most, origin: 'of the standard'}],
      signal,
    })
  },
}
