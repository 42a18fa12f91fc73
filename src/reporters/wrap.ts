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
  for (const word of words) {
    if (row === undefined) row = word
    else if (row !== '' && displayWidth(row) + 1 + displayWidth(word) > width) {
      rows.push(row)
      row = word
    } else row = `${row} ${word}`
  }
  return row === undefined || row.trim() === '' ? rows : [...rows, row]
}
