/** Breaks at blanks only: a word that is longer than the width stays whole, so that it can be copied. */
export function wrap(prose: string, width: number): string[] {
  const rows: string[] = []
  let row = ''
  for (const word of prose.split(/\s+/)) {
    if (row !== '' && row.length + 1 + word.length > width) {
      rows.push(row)
      row = word
    } else row = row === '' ? word : `${row} ${word}`
  }
  return row === '' ? rows : [...rows, row]
}
