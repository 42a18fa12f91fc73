import type {Table} from '../../core/report.js'
import {Latencies} from '../engine/histogram.js'
import type {Iterations} from '../engine/measurement.js'
import {shownLatency, shownNumber} from '../quantity.js'

const shownPercentiles = [50, 95, 99]

/** How often each scenario was played, and how long that took. */
export function iterationsTable(iterations: readonly Iterations[]): Table {
  return {
    title: 'Scenarios',
    columns: ['', 'completed', 'failed', 'unfinished', ...shownPercentiles.map(percent => `p${percent}`)],
    rows: iterations.map(({scenario, completed, failed, unfinished, durations}) => [
      scenario,
      ...[completed, failed, unfinished].map(count => shownNumber(count)),
      ...shownPercentiles.map(percent => (durations.count === 0 ? '-' : shownLatency(durations.percentile(percent)))),
    ]),
  }
}

/** The same for the JSON output; durations are in milliseconds. */
export function iterationsData(iterations: readonly Iterations[]) {
  return iterations.map(({durations, ...counts}) => ({
    ...counts,
    duration: durations.summary(),
    histogram: durations.encode(),
  }))
}

/** What `iterationsData` has written. */
export function readIterations({
  duration,
  histogram,
  ...counts
}: ReturnType<typeof iterationsData>[number]): Iterations {
  return {...counts, durations: Latencies.decode(histogram, duration)}
}

/** `1,000 iterations with 3,000 requests`. */
export function shownIterations(iterations: readonly Iterations[], sent: number): string {
  const begun = iterations.reduce((sum, {completed, failed, unfinished}) => sum + completed + failed + unfinished, 0)
  return `${shownNumber(begun)} iterations with ${shownNumber(sent)} requests`
}
