import type {ChartFigure, Series} from '../core/figure.js'
import type {Moment} from './timeline.js'

type Span = NonNullable<ChartFigure['spans']>[number]

/** What a limiter and a breaker did over time: empty when nothing was refused. */
export function refusalFigures(timeline: readonly Moment[]): ChartFigure[] {
  const isRefused = timeline.some(({limited, unavailable}) => limited + unavailable > 0)
  if (!isRefused) return []
  const x = {label: 'seconds since the first answer', unit: 's'}
  const spans = [
    ...spansOf(timeline, 'more than half answered 503: a breaker was open, or the service was down', 'bad', unserved),
    ...spansOf(timeline, 'the limiter refused requests', 'doubtful', ({limited}) => limited > 0),
  ]
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

function unserved({served, limited, failed, unavailable}: Moment): boolean {
  return unavailable * 2 > served + limited + failed
}

function step(timeline: readonly Moment[], label: string, figure: 'limited' | 'unavailable'): Series {
  return {label, step: true, points: timeline.map(moment => ({x: moment.at, y: moment[figure]}))}
}

function curve(timeline: readonly Moment[], label: string, figure: 'refusedP95' | 'p95'): Series {
  return {label, points: timeline.map(moment => ({x: moment.at, y: moment[figure]}))}
}

/** The stretches of seconds in which something was the case. */
function spansOf(
  timeline: readonly Moment[],
  label: string,
  mark: Span['mark'],
  applies: (moment: Moment) => boolean,
): Span[] {
  const spans: Span[] = []
  for (const moment of timeline.filter(applies)) {
    const last = spans.at(-1)
    if (last?.to === moment.at) spans[spans.length - 1] = {...last, to: moment.at + 1}
    else spans.push({from: moment.at, to: moment.at + 1, label, mark})
  }
  return spans
}
