import {setTimeout as pause} from 'node:timers/promises'
import {showDuration} from '../../core/duration.js'
import {MeshError} from '../../core/errors.js'

const hint =
  'Write for instance "2026-01-31T12:00:00Z", or milliseconds since 1970; it has to be the same for all workers.'

/** More than this is a typing error: no worker waits for days. */
const farthest = 24 * 3_600_000

/** The moment of milliseconds since 1970, or of a date with time and zone; in milliseconds since 1970. */
export function parseStartTime(text: string, now = Date.now()): number {
  const moment = momentOf(text.trim())
  if (Number.isNaN(moment)) throw new MeshError(`Start time "${text}" is not understood.`, hint)
  if (moment > now + farthest) throw new MeshError(`Start time "${text}" is more than a day away.`, hint)
  if (moment <= now) throw late(now - moment)
  return moment
}

function momentOf(text: string): number {
  if (/^\d{12,14}$/.test(text)) return Number(text)
  // Without a zone each machine would take its own.
  return /T.*(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
}

/** Waits until `early` milliseconds before a moment, or until the signal aborts: whoever waits for it has to look. */
export async function waitUntil(moment: number, early: number, signal: AbortSignal): Promise<void> {
  const left = moment - early - Date.now()
  if (left > 0) await pause(left, undefined, {signal}).catch(() => {})
}

/** A moment as `performance.now()` will tell it. Whoever is late would send a load of another shape than the others. */
export function onThisClock(moment: number): number {
  const left = moment - Date.now()
  if (left < 0) throw late(-left)
  return performance.now() + left
}

function late(by: number): MeshError {
  return new MeshError(
    `The start time was ${showDuration(by)} ago: a worker that begins late falsifies the run.`,
    'Begin all workers again with a later --start-at.',
  )
}
