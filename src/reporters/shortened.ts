/**
 * A text of at most so many characters (UTF-16 units), with a sign where it was cut; never within a character. A name in
 * a contract may be as long as its file, and services refuse what is longer than they show.
 */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
