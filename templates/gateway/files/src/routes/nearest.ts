/** The known word that was probably meant, or undefined when none is near. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(given.length * 0.4))
  const [best] = known
    .map(word => ({word, edits: distance(given.toLowerCase(), word.toLowerCase())}))
    .filter(({edits}) => edits <= most)
    .sort((left, right) => left.edits - right.edits)
  return best?.word
}

/** Letters to insert, delete or replace. */
function distance(from: string, to: string): number {
  let last = Array.from({length: to.length + 1}, (_, index) => index)
  for (const [row, letter] of [...from].entries()) {
    const next = [row + 1]
    for (const [column, other] of [...to].entries()) {
      const replace = (last[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replace, (last[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    last = next
  }
  return last.at(-1) ?? 0
}
