import {MeshError} from '../../core/errors.js'
import type {Location, Source} from '../../core/source.js'
import {didYouMean} from '../../core/suggest.js'
import {shownLatency, shownNumber, shownShare} from '../quantity.js'

/** What a threshold looks at. Percentiles have a number: 99.9 for `p99.9`. */
export type Figure =
  | {readonly kind: 'percentile'; readonly percent: number}
  | {readonly kind: 'mean' | 'max' | 'errors' | 'limited' | 'rate'}

/** A limit on one figure of a run, of the whole run or of one operation. */
export interface Threshold {
  /** As the user wrote it; `x-slo` is written in the same form. */
  readonly text: string
  /** An operationId, or a method and path; the whole run when left out. */
  readonly operation?: string
  readonly figure: Figure
  readonly comparison: '<' | '<=' | '>' | '>='
  /** Milliseconds, a share from 0 to 1, or requests per second. */
  readonly limit: number
  /** Where it is stated, for findings. */
  readonly location: Location
  readonly source?: Source
}

const hint = 'Write for instance "p95<50ms", "errors<0.1%", "rate>100/s", or "listOrders: p99<200ms" for one operation.'

const figures = ['p50', 'p95', 'p99', 'p99.9', 'mean', 'max', 'errors', 'limited', 'rate']

/** Units of each sort of figure, by what they are multiplied with. */
const latencyUnits: Units = {us: 0.001, µs: 0.001, ms: 1, s: 1000}
const shareUnits: Units = {'%': 0.01}
const rateUnits: Units = {'/s': 1, '/m': 1 / 60}

type Units = Readonly<Record<string, number>>

/** Reads `p95<50ms`, `errors < 0.1%`, `rate>=100/s`, each with `<operation>:` before it or not. */
export function parseThreshold(text: string, location: Location, source?: Source): Threshold {
  const refuse = (problem: string, remedy = hint) =>
    new MeshError(`Threshold "${text}" ${problem}${source ? ` (${shownPlace(location)})` : ''}`, remedy)
  const [, operation, name = '', comparison, number = '', unit = ''] =
    /^\s*(?:(\S.*?)\s*:\s*)?([a-z][\w.]*)\s*([<>]=?)\s*([\d.]+)\s*([^\s\d]*)\s*$/i.exec(text) ?? []
  if (comparison === undefined) throw refuse('is not understood.')
  const figure = figureOf(name.toLowerCase())
  if (figure === undefined) throw refuse(`has no figure "${name}".${didYouMean(name, figures)}`)
  const units = unitsOf(figure)
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined
  if (factor === undefined || !Number.isFinite(Number(number))) {
    const given = unit === '' ? 'no unit' : `the unit "${unit}"`
    throw refuse(`has ${given}; "${name}" is given in ${Object.keys(units).join(', ')}.`)
  }
  if ((figure.kind === 'rate') !== comparison.startsWith('>')) {
    const right = figure.kind === 'rate' ? 'a rate is to be above' : `"${name}" is to be below`
    throw refuse(`points the wrong way: ${right} its limit.`)
  }
  if (Number(number) === 0 && comparison === '<')
    throw refuse('can never be met: nothing is below zero.', `Write "${name}<=0${unit}".`)
  return {
    text: text.trim(),
    ...(operation !== undefined && {operation}),
    figure,
    // The expression admits these four only.
    comparison: comparison as Threshold['comparison'],
    limit: Number(number) * factor,
    location,
    ...(source && {source}),
  }
}

function shownPlace({path, start}: Location): string {
  return `${path}:${start.line}:${start.column}`
}

function figureOf(name: string): Figure | undefined {
  const percent = Number(/^p(\d{1,2}(?:[._]\d+)?)$/.exec(name)?.[1]?.replace('_', '.'))
  if (percent > 0 && percent < 100) return {kind: 'percentile', percent}
  if (name === 'mean' || name === 'max' || name === 'errors' || name === 'limited' || name === 'rate')
    return {kind: name}
  return undefined
}

function unitsOf({kind}: Figure): Units {
  if (kind === 'rate') return rateUnits
  return kind === 'errors' || kind === 'limited' ? shareUnits : latencyUnits
}

/** Whether it limits a latency, which a closed loop cannot judge. */
export function isLatency({figure}: Threshold): boolean {
  return unitsOf(figure) === latencyUnits
}

/** Whether a value keeps the limit. */
export function holds({comparison, limit}: Threshold, value: number): boolean {
  if (comparison === '<') return value < limit
  if (comparison === '<=') return value <= limit
  return comparison === '>' ? value > limit : value >= limit
}

/** A value of the threshold's figure with its unit. */
export function shownValue({figure}: Threshold, value: number): string {
  if (figure.kind === 'rate') return `${shownNumber(value, 1)}/s`
  return figure.kind === 'errors' || figure.kind === 'limited' ? shownShare(value) : shownLatency(value)
}

/** `p95`, `mean` or `errors`, for messages. */
export function figureName(figure: Figure): string {
  return figure.kind === 'percentile' ? `p${figure.percent}` : figure.kind
}
