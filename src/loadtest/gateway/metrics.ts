import {constantRate} from '../engine/schedule.js'
import {shownNumber, shownShare} from '../quantity.js'
import {bad, doubtful, type GatewayCheck, type GatewayFacts, good, pathOf} from './gateway-check.js'
import {paced} from './measured/paced.js'

/** Names of the standard that every service has, whatever it does. */
const names = ['http_requests_total', 'http_request_duration_seconds_bucket', 'http_requests_in_flight']

/** Bytes that the process may have, and from which on it is too much for its container. */
const memory = {warn: 128 * 2 ** 20, fail: 256 * 2 ** 20}

/** The share of one processor. */
const processor = 0.25

export const metrics: GatewayCheck = {
  name: 'metrics',
  standard: ['RT-41'],
  measures: true,
  rule: {
    id: 'loadtest/metrics',
    severity: 'error',
    summary: 'Require the figures of the standard, and that memory and processor stay within its bounds',
    why: 'Dashboards and alerts read these names; a process that needs more than its share is killed, or takes that of others.',
    fix: 'Serve the figures on a port of their own, with a bucket at 50 ms, and look at what grows.',
  },
  needs: ({metrics: figures}) => (figures === undefined ? '--metrics URL of the figures, inside' : undefined),
  async *run(facts) {
    const {metrics: figures, probe, headers, rate, duration, signal} = facts
    if (figures === undefined) return
    const before = await read(figures)
    if (typeof before === 'number') {
      yield bad(`The figures are answered with ${before}.`)
      return
    }
    for (const name of names)
      yield before.has(name) ? good(`"${name}" is there.`) : bad(`The figures have no "${name}".`)
    yield before.text.match(/http_request_duration_seconds_bucket\{[^}]*le="0\.05"/)
      ? good('"http_request_duration_seconds" has a bucket at 50 ms.')
      : bad('"http_request_duration_seconds" has no bucket at 50 ms, the objective of a gateway.')
    const begin = performance.now()
    const path = pathOf(facts)
    await paced(constantRate(rate, duration), () => probe.send({path, headers}).catch(() => undefined), signal)
    const seconds = (performance.now() - begin) / 1000
    const after = await read(figures)
    const used = typeof after === 'number' ? undefined : after.value('process_cpu_seconds_total')
    const bytes = typeof after === 'number' ? undefined : after.value('process_resident_memory_bytes')
    const load = `at ${shownNumber(rate)}/s`
    if (used === undefined || bytes === undefined) {
      yield doubtful(
        'The figures do not tell what the process needs ("process_cpu_seconds_total", "process_resident_memory_bytes").',
      )
      return
    }
    const share = (used - (before.value('process_cpu_seconds_total') ?? 0)) / seconds
    yield share < processor
      ? good(`The process takes ${shownShare(share)} of a processor ${load}.`)
      : bad(`The process takes ${shownShare(share)} of a processor ${load}; ${shownShare(processor)} are allowed.`)
    const mebibytes = `${shownNumber(bytes / 2 ** 20)} MiB`
    if (bytes < memory.warn) yield good(`The process has ${mebibytes} of memory ${load}.`)
    else if (bytes < memory.fail)
      yield doubtful(
        `The process has ${mebibytes} of memory ${load}: more than the 128 MiB that are planned, less than the limit of 256 MiB.`,
      )
    else yield bad(`The process has ${mebibytes} of memory ${load}; 256 MiB is the limit of its container.`)
  },
}

interface Figures {
  readonly text: string
  has(name: string): boolean
  /** The figure without labels. */
  value(name: string): number | undefined
}

/** The figures, or the status when there are none. */
async function read({probe, path}: NonNullable<GatewayFacts['metrics']>): Promise<Figures | number> {
  const {status, body} = await probe.send({path})
  if (status >= 300) return status
  const text = body.toString()
  return {
    text,
    has: name => new RegExp(`^(# (HELP|TYPE) )?${name.replace(/_bucket$/, '')}`, 'm').test(text),
    value(name) {
      const [, value] = new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, 'm').exec(text) ?? []
      return value === undefined ? undefined : Number(value)
    },
  }
}
