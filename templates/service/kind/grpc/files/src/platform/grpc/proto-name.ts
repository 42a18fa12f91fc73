/** What the contract calls a field, or a path of fields, that is `likeThis` in JavaScript. */
export function protoName(path: string): string {
  return path.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}
