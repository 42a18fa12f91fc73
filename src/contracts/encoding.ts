import type {Finding} from '../core/finding.js'
import {Lines, type Source} from '../core/source.js'

/** What is said about a text with bytes that were no UTF-8. */
export const lost = 'U+FFFD stands here: a character that was no UTF-8 is lost.'

/** Offset of the first character that is lost, -1 when none is: the others are mended with it. */
export function firstLost(text: string): number {
  return text.indexOf('\uFFFD')
}

/** A warning about a text in another encoding, for languages whose readers take it as it is. */
export function encodingFindings({path, text}: Source): Finding[] {
  const start = firstLost(text)
  if (start === -1) return []
  const lines = new Lines(text)
  const location = {path, start: lines.position(start), end: lines.position(start + 1)}
  return [{rule: 'shared/encoding', severity: 'warning', message: lost, location}]
}
