import {MeshError} from './errors.js'

const units = {ms: 1, s: 1000, m: 60_000, h: 3_600_000} as const

/** Milliseconds of `500ms`, `30s`, `1.5m` or `1h`; `what` names the flag or key in the complaint. */
export function parseDuration(text: string, what: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(text.trim())
  const milliseconds = match ? Number(match[1]) * units[match[2] as keyof typeof units] : 0 // the pattern lists the keys
  if (milliseconds > 0 && milliseconds <= 24 * units.h) return Math.max(1, Math.round(milliseconds))
  throw new MeshError(
    `"${text}" is no duration for ${what}.`,
    'Write a number and a unit: 500ms, 30s, 2m; at most 24h.',
  )
}

/** A duration for people: `840 ms`, `1.2 s`, `5 min`. */
export function showDuration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 120_000) return `${Number((milliseconds / 1000).toFixed(1))} s`
  return `${Number((milliseconds / 60_000).toFixed(1))} min`
}
