import type {Axis} from '../../core/figure.js'

/** How values of an axis become a share of its length, from 0 to 1. */
export interface Scale {
  /** NaN for what the axis cannot show. */
  share(value: number): number
  readonly ticks: readonly {readonly value: number; readonly label: string}[]
}

/** A scale over values, with round numbers to read them by; it ends with the last value or with a round number. */
export function scaleOf({scale = 'linear', unit}: Axis, values: readonly number[], end: 'value' | 'round'): Scale {
  const shown = values.filter(Number.isFinite)
  if (scale === 'nines') return ninesScale(shown)
  return scale === 'log' ? logScale(shown, unit) : linearScale(shown, unit, end)
}

function linearScale(values: readonly number[], unit: string, end: 'value' | 'round'): Scale {
  const highest = largest(values)
  const lowest = Math.min(0, smallest(values))
  const step = roundStep((highest - lowest) / 5 || 1)
  const from = Math.floor(lowest / step) * step
  const round = Math.max(from + step, Math.ceil(highest / step) * step)
  const to = end === 'value' && highest > from ? highest : round
  const count = Math.floor((to - from) / step + 1e-9)
  const ticks = Array.from({length: count + 1}, (_, index) => from + index * step)
  return {share: value => (value - from) / (to - from), ticks: labelled(ticks, unit)}
}

function logScale(values: readonly number[], unit: string): Scale {
  const positive = values.filter(value => value > 0)
  const from = Math.floor(Math.log10(smallest(positive) || 1))
  const to = Math.max(from + 1, Math.ceil(Math.log10(largest(positive) || 10)))
  const ticks = Array.from({length: to - from + 1}, (_, index) => 10 ** (from + index))
  return {
    share: value => (value > 0 ? (Math.log10(value) - from) / (to - from) : Number.NaN),
    ticks: labelled(ticks, unit),
  }
}

/** 0.5, 0.9, 0.99, 0.999 …: what matters about a tail is how many nines its share has. */
function ninesScale(values: readonly number[]): Scale {
  const nines = (value: number) => -Math.log10(1 - Math.min(value, 1 - 1e-9))
  const to = Math.max(1, ...values.filter(value => value < 1).map(nines))
  const ticks = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.999_99].filter(value => nines(value) <= to + 1e-9)
  return {
    share: value => Math.min(1, nines(value) / to),
    ticks: ticks.map(value => ({value, label: `${Number((value * 100).toFixed(3))} %`})),
  }
}

function labelled(ticks: readonly number[], unit: string) {
  return ticks.map(value => ({value, label: `${shortNumber(value)}${unit === '' ? '' : ` ${unit}`}`}))
}

/** `0.25`, `12`, `4.5k`, `1.2M`. */
export function shortNumber(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`
  return String(Number(value.toPrecision(3)))
}

/** 1, 2 or 5 times a power of ten. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5, 10].find(each => each * power >= rough * 0.999) ?? 10
  return factor * power
}

// Math.max(...values) has a limit on the number of values.
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0)
}

function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), values[0] ?? 0)
}
