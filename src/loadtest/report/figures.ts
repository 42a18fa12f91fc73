import type {ChartFigure, Figure, Series} from '../../core/figure.js'
import type {Latencies} from '../engine/histogram.js'
import type {Measurement, Tally} from '../engine/measurement.js'
import type {Judgement} from '../verdict/judgement.js'
import {refusalFigures} from './refusal-figures.js'
import type {Moment} from './timeline.js'

/** The pictures of a run: how long requests took, and how that went over time. */
export function figuresOf(measurement: Measurement, total: Tally, judgements: readonly Judgement[]): Figure[] {
  const {response, service} = total.all()
  if (service.count === 0) return []
  const isClosed = measurement.engine !== 'open loop'
  const {timeline} = measurement
  return [
    percentileFigure(
      isClosed
        ? [['service time', service]]
        : [
            ['response time', response],
            ['service time', service],
          ],
      judgements,
    ),
    // One second is a point, not a curve.
    ...(timeline.length > 1 ? [latencyFigure(timeline), rateFigure(timeline), ...refusalFigures(timeline)] : []),
  ]
}

function percentileFigure(
  curves: readonly (readonly [string, Latencies])[],
  judgements: readonly Judgement[],
): ChartFigure {
  const levels = judgements.flatMap(({threshold}) => {
    const {figure, limit, text, operation} = threshold
    return operation === undefined && ['percentile', 'max'].includes(figure.kind) ? [{value: limit, label: text}] : []
  })
  return {
    kind: 'chart',
    title: 'How long so many of the requests took at most',
    x: {label: 'share of the requests', unit: '', scale: 'nines'},
    y: {label: 'milliseconds', unit: 'ms'},
    series: curves.map(([label, latencies]) => percentileCurve(label, latencies)),
    levels,
  }
}

/** A point for every tenth of a nine, as far as there are requests to tell it by. */
function percentileCurve(label: string, latencies: Latencies): Series {
  const points = []
  const nines = Math.log10(latencies.count)
  for (let tenth = 0; tenth / 10 <= nines; tenth++) {
    const share = 1 - 10 ** (-tenth / 10)
    points.push({x: share, y: latencies.percentile(share * 100)})
  }
  return {label, points: [...points, {x: 1 - 1 / (latencies.count * 1.001), y: latencies.max}]}
}

function latencyFigure(timeline: readonly Moment[]): ChartFigure {
  const series = (label: string, figure: 'p50' | 'p95' | 'max'): Series => ({
    label,
    points: timeline.map(moment => ({x: moment.at, y: moment[figure]})),
  })
  return {
    kind: 'chart',
    title: 'Response time of each second',
    x: {label: 'seconds since the first answer', unit: 's'},
    y: {label: 'milliseconds', unit: 'ms'},
    series: [series('p50', 'p50'), series('p95', 'p95'), series('maximum', 'max')],
  }
}

function rateFigure(timeline: readonly Moment[]): ChartFigure {
  const series = (label: string, figure: 'served' | 'limited' | 'failed'): Series => ({
    label,
    step: true,
    points: timeline.map(moment => ({x: moment.at, y: moment[figure]})),
  })
  const has = (figure: 'limited' | 'failed') => timeline.some(moment => moment[figure] > 0)
  return {
    kind: 'chart',
    title: 'Answers of each second',
    x: {label: 'seconds since the first answer', unit: 's'},
    y: {label: 'answers per second', unit: '/s'},
    series: [
      series('served', 'served'),
      ...(has('limited') ? [series('refused by the limiter (429)', 'limited')] : []),
      ...(has('failed') ? [series('failed', 'failed')] : []),
    ],
  }
}
