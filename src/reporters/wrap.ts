import {displayWidth} from './display-width.js'

/** Breaks at blanks only: a word that is longer than the width stays whole, so that it can be copied. */
export function wrap(prose: string, width: number): string[] {
  return wrapWords(prose.split(/\s+/), width)
}

/** A sentence behind what introduces it; on a terminal, what does not fit stands below its beginning. */
export function hanging(head: string, indent: number, sentence: string, width: number): string {
  const [first = '', ...rest] = wrapWords(sentence.split(' '), Math.max(20, width - indent))
  return [head + first, ...rest.map(row => ' '.repeat(indent) + row)].join('\n')
}

function wrapWords(words: readonly string[], width: number): string[] {
  const rows: string[] = []
  let row: string | undefined
  // Of the row: to measure it anew for each word takes minutes for a text of a megabyte.
  let columns = 0
  for (const word of words) {
    const more = width === Number.POSITIVE_INFINITY ? 0 : displayWidth(word)
    if (row === undefined || (row !== '' && columns + 1 + more > width)) {
      if (row !== undefined) rows.push(row)
      row = word
      columns = more
    } else {
      row = `${row} ${word}`
      columns += 1 + more
    }
  }
  return row === undefined || row.trim() === '' ? rows : [...rows, row]
}
