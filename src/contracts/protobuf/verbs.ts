/** The verb of a list with which a name in PascalCase starts: `Get` starts `GetOrder` and not `Getaway`. */
export function verbOf(name: string, verbs: readonly string[]): string | undefined {
  const word = /^[A-Z][a-z]*/.exec(name)?.[0]
  return word !== undefined && verbs.includes(word) ? word : undefined
}
