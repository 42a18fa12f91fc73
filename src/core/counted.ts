/** `1 pact`, `2 pacts`: a number with its noun, which gets an s. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
