import type {ChartFigure, Series} from '../../core/figure.js'
import type {Moment} from './timeline.js'

type Span = NonNullable<ChartFigure['spans']>[number]

/** A second in which less than this share of the answers was 503 is not marked: single ones are always there. */
const outage = 0.1

/** What a limiter and a breaker did over time: empty when nothing was refused. */
export function refusalFigures(timeline: readonly Moment[]): ChartFigure[] {
  const isRefused = timeline.some(({limited, unavailable}) => limited + unavailable > 0)
  if (!isRefused) return []
  const x = {label: 'seconds since the first answer', unit: 's'}
  const spans = outages(timeline)
  return [
    {
      kind: 'chart',
      title: 'Limiter and breaker: what was refused in each second',
      x,
      y: {label: 'answers per second', unit: '/s'},
      series: [step(timeline, 'limiter (429)', 'limited'), step(timeline, 'breaker (503)', 'unavailable')],
      spans,
    },
    {
      kind: 'chart',
      title: 'How quickly requests were refused, beside all answers',
      x,
      y: {label: 'milliseconds', unit: 'ms'},
      series: [curve(timeline, 'refused (429, 503), p95', 'refusedP95'), curve(timeline, 'all answers, p95', 'p95')],
      spans,
    },
  ]
}

function step(timeline: readonly Moment[], label: string, figure: 'limited' | 'unavailable'): Series {
  return {label, step: true, points: timeline.map(moment => ({x: moment.at, y: moment[figure]}))}
}

function curve(timeline: readonly Moment[], label: string, figure: 'refusedP95' | 'p95'): Series {
  return {label, points: timeline.map(moment => ({x: moment.at, y: moment[figure]}))}
}

/** The stretches of seconds in which something was unavailable. */
function outages(timeline: readonly Moment[]): Span[] {
  const spans: Span[] = []
  for (const {at, served, limited, failed, unavailable} of timeline) {
    if (unavailable === 0 || unavailable < (served + limited + failed) * outage) continue
    const last = spans.at(-1)
    if (last?.to === at) spans[spans.length - 1] = {...last, to: at + 1}
    else spans.push({from: at, to: at + 1, label: 'A breaker was open, or a service was down (503).', mark: 'bad'})
  }
  return spans
}
