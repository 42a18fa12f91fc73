import type {ChartFigure, Series} from '../../core/figure.js'
import {type Scale, scaleOf, shortNumber} from './axis.js'
import {html, type Markup} from './markup.js'

const width = 720
const height = 300
const left = 64
const right = 16
const top = 26
const bottom = 42

/** More points than the picture has columns make the page heavy and nothing clearer. */
const mostPoints = 700

/** Draws curves as SVG that follows the colours of the page. */
export function chart({title, x, y, series, levels = [], spans = []}: ChartFigure): Markup {
  const xs = [
    ...series.flatMap(({points}) => points.map(point => point.x)),
    ...spans.flatMap(({from, to}) => [from, to]),
  ]
  const ys = series.flatMap(({points}) => points.flatMap(point => point.y ?? []))
  const across = scaleOf(x, xs, 'value')
  const up = scaleOf(y, [...ys, ...levels.map(({value}) => value)], 'round')
  const atX = (value: number) => left + across.share(value) * (width - left - right)
  const atY = (value: number) => height - bottom - up.share(value) * (height - top - bottom)
  return html`<figure>
<figcaption>${title}</figcaption>
<div class="scroll"><svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
${spans.map(span => html`<rect class="span ${span.mark}" x="${round(atX(span.from))}" y="${top}" width="${round(Math.max(1, atX(span.to) - atX(span.from)))}" height="${height - top - bottom}"><title>${span.label}</title></rect>`)}
${grid(up, across, atX, atY)}
<text class="label" x="${(left + width - right) / 2}" y="${height - 6}" text-anchor="middle">${x.label}</text>
<text class="label" x="0" y="11">${y.label}${y.scale === 'log' ? ', logarithmic' : ''}</text>
${series.map((each, index) => curve(each, index, atX, atY, y.unit))}
${levels.map(({value, label}) => html`<g class="level"><line x1="${left}" x2="${width - right}" y1="${round(atY(value))}" y2="${round(atY(value))}"/><text x="${width - right}" y="${round(atY(value) - 4)}" text-anchor="end">${label}</text></g>`)}
</svg></div>
${series.length > 1 ? html`<ul class="legend">${series.map(({label}, index) => html`<li class="s${index % 6}">${label}</li>`)}</ul>` : undefined}
</figure>`
}

function grid(up: Scale, across: Scale, atX: (value: number) => number, atY: (value: number) => number): Markup {
  return html`<g class="grid">
${up.ticks.map(({value, label}) => html`<line x1="${left}" x2="${width - right}" y1="${round(atY(value))}" y2="${round(atY(value))}"/><text x="${left - 6}" y="${round(atY(value) + 4)}" text-anchor="end">${label}</text>`)}
${across.ticks.map(({value, label}) => html`<text x="${round(atX(value))}" y="${height - bottom + 16}" text-anchor="middle">${label}</text>`)}
</g>`
}

function curve(
  {label, points, step}: Series,
  index: number,
  atX: (value: number) => number,
  atY: (value: number) => number,
  unit: string,
): Markup {
  const every = Math.ceil(points.length / mostPoints)
  let path = ''
  let pen: 'M' | 'L' = 'M'
  let lastY: number | undefined
  for (const [at, point] of points.entries()) {
    // The last one of a curve always counts: it is the maximum of a percentile curve.
    if (at % every !== 0 && at !== points.length - 1) continue
    const px = atX(point.x)
    const py = point.y === undefined ? Number.NaN : atY(point.y)
    if (!Number.isFinite(px) || !Number.isFinite(py)) {
      pen = 'M'
      continue
    }
    if (step && pen === 'L' && lastY !== undefined) path += `L${round(px)} ${lastY}`
    path += `${pen}${round(px)} ${round(py)}`
    lastY = round(py)
    pen = 'L'
  }
  const ys = points.flatMap(({y}) => y ?? [])
  const most = ys.reduce((sum, value) => Math.max(sum, value), 0)
  return html`<path class="curve s${index % 6}" d="${path}"><title>${label}: at most ${shortNumber(most)} ${unit}</title></path>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
