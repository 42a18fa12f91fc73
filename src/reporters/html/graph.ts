import {Graph, layout} from '@dagrejs/dagre'
import type {GraphFigure} from '../../core/figure.js'
import {html, type Markup} from './markup.js'

const characterWidth = 7.6
const boxHeight = 44

/** How an arrow runs, and where its label is, in pixels. */
interface Route {
  readonly points?: readonly {readonly x: number; readonly y: number}[]
  readonly x?: number
  readonly y?: number
}

/** Draws boxes and arrows as SVG, from left to right. */
export function graph({title, nodes, edges}: GraphFigure): Markup {
  // Two arrows between the same boxes are two arrows.
  const drawn = new Graph({multigraph: true})
  drawn.setGraph({rankdir: 'LR', nodesep: 28, ranksep: 120, marginx: 12, marginy: 12})
  drawn.setDefaultEdgeLabel(() => ({}))
  for (const {id, label, detail = ''} of nodes)
    drawn.setNode(id, {width: Math.max(label.length, detail.length * 0.86) * characterWidth + 28, height: boxHeight})
  for (const [index, {from, to, label}] of edges.entries())
    drawn.setEdge(from, to, {width: label.length * 6.4, height: 16, labelpos: 'c'}, `${index}`)
  layout(drawn)
  const {width = 0, height = 0} = drawn.graph()
  return html`<figure>
<figcaption>${title}</figcaption>
<div class="scroll"><svg viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" style="min-width:${Math.min(Math.ceil(width), 900)}px;max-width:${Math.ceil(width)}px" role="img" aria-label="${title}">
<defs>${(['good', 'bad', 'doubtful', 'plain'] as const).map(mark => html`<marker id="to-${mark}" class="arrow ${mark}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>`)}</defs>
${edges.map(({from, to, label, mark}, index) => {
  const {points, x = 0, y = 0}: Route = drawn.edge({v: from, w: to, name: `${index}`})
  const path = (points ?? []).map((point, at) => `${at === 0 ? 'M' : 'L'}${round(point.x)} ${round(point.y)}`).join('')
  return html`<path class="edge ${mark}" d="${path}" marker-end="url(#to-${mark})"/><text class="edge-label ${mark}" x="${round(x)}" y="${round(y - 5)}" text-anchor="middle">${label}</text>`
})}
${nodes.map(({id, label, detail}) => {
  const box = drawn.node(id)
  const middle = round(box.x)
  return html`<g class="box"><rect x="${round(box.x - box.width / 2)}" y="${round(box.y - boxHeight / 2)}" width="${round(box.width)}" height="${boxHeight}" rx="8"/><text x="${middle}" y="${round(box.y + (detail === undefined ? 5 : -2))}" text-anchor="middle">${label}</text>${detail === undefined ? undefined : html`<text class="detail" x="${middle}" y="${round(box.y + 14)}" text-anchor="middle">${detail}</text>`}</g>`
})}
</svg></div>
</figure>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
