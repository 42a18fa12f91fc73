/** The verb of a list with which a name starts, as a word of its own: `Get` starts `GetOrder` and not `Getaway`. */
export function verbOf(name: string, verbs: Iterable<string>): string | undefined {
  let longest: string | undefined
  for (const verb of verbs)
    if (name.startsWith(verb) && !/[a-z]/.test(name.charAt(verb.length)) && verb.length > (longest?.length ?? 0))
      longest = verb
  return longest
}
