import {MeshError} from '../core/errors.js'

const secondsPer = {s: 1, m: 60, h: 3600} as const
const millisecondsPer = {ms: 1, s: 1000, m: 60_000, h: 3_600_000} as const

/** More than one process can send; a typing error such as `2000000/s` should not start. */
const fastest = 200_000
const longest = 24 * millisecondsPer.h

/** Requests per second of `200/s`, `12000/m` or a bare `200`. */
export function parseRate(text: string): number {
  const [, number, unit = 's'] = /^\s*(\d+(?:\.\d+)?)\s*(?:\/\s*([smh]))?\s*$/.exec(text) ?? []
  if (number === undefined)
    throw new MeshError(`Rate "${text}" is not understood.`, 'Write requests per second or minute: "200/s", "12000/m".')
  // The expression admits these letters only.
  const rate = Number(number) / secondsPer[unit as keyof typeof secondsPer]
  if (rate <= 0) throw new MeshError(`Rate "${text}" sends nothing.`, 'Write a rate above zero, such as "200/s".')
  if (rate > fastest)
    throw new MeshError(
      `Rate "${text}" is more than one process can send.`,
      `Stay below ${fastest.toLocaleString('en')}/s.`,
    )
  return rate
}

/** Milliseconds of `250ms`, `5s`, `2m`, `1h` or a sum such as `1m30s`. */
export function parseDuration(text: string, what = 'Duration'): number {
  const compact = text.trim()
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(compact))
    throw new MeshError(`${what} "${text}" is not understood.`, 'Write a number with its unit: "250ms", "5s", "2m".')
  let total = 0
  for (const [, number, unit] of compact.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g))
    total += Number(number) * millisecondsPer[unit as keyof typeof millisecondsPer]
  if (total > longest) throw new MeshError(`${what} "${text}" is longer than a day.`, 'Stay below "24h".')
  return total
}

/** `1,234` or `12.5`: a count or rate for people. */
export function shownNumber(value: number, digits = 0): string {
  return value.toLocaleString('en', {maximumFractionDigits: digits})
}

/** `41.3 ms` or `2.61 s`: three figures are enough to compare by. */
export function shownLatency(milliseconds: number): string {
  if (milliseconds >= 999.5) return `${(milliseconds / 1000).toFixed(2)} s`
  return `${milliseconds.toFixed(milliseconds >= 100 ? 0 : milliseconds >= 10 ? 1 : 2)} ms`
}

/** `0.05 %`: a share from 0 to 1, with enough digits to tell it from nothing. */
export function shownShare(share: number): string {
  const percent = share * 100
  const digits = percent === 0 ? 0 : Math.min(5, Math.max(1, 1 - Math.floor(Math.log10(percent))))
  return `${shownNumber(percent, digits)} %`
}
