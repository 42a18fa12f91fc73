import {Latencies} from '../engine/histogram.js'
import {type EncodedLatencies, figuresOfSecond, type Moment} from '../report/timeline.js'

/** The seconds of several workers as those of one run: counts add up, percentiles are taken over all latencies. */
export function mergedTimeline(timelines: readonly (readonly Moment[])[]): readonly Moment[] {
  const length = Math.max(0, ...timelines.map(timeline => timeline.length))
  return Array.from({length}, (_, at) =>
    mergedMoment(
      at,
      timelines.flatMap(timeline => timeline[at] ?? []),
    ),
  )
}

function mergedMoment(at: number, moments: readonly Moment[]): Moment {
  const sum = (figure: 'served' | 'limited' | 'failed' | 'unavailable') =>
    moments.reduce((total, moment) => total + moment[figure], 0)
  return {
    at,
    served: sum('served'),
    limited: sum('limited'),
    failed: sum('failed'),
    unavailable: sum('unavailable'),
    ...figuresOfSecond(merged(moments, 'all', 'max'), merged(moments, 'refused', 'refusedP95')),
  }
}

/** The latencies of a second; `greatest` has what none of them is above, as far as it is known. */
function merged(moments: readonly Moment[], part: keyof EncodedLatencies, greatest: 'max' | 'refusedP95'): Latencies {
  return Latencies.merged(
    moments.flatMap(({latencies, ...moment}) =>
      latencies === undefined ? [] : [Latencies.decode(latencies[part], {mean: null, max: moment[greatest] ?? null})],
    ),
  )
}
