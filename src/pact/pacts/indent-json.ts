/**
 * Puts every member and item of a JSON text on a line of its own. Strings and numbers stay as they are written, which
 * parsing and writing again would not leave them: 10.0 would become 10.
 */
export function indentJson(text: string): string {
  let depth = 0
  const line = () => `\n${'  '.repeat(depth)}`
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|[{[]\s*[}\]]|[{}[\],:]|\s+/g, token => {
    if (token.startsWith('"')) return token
    if (/^\s/.test(token)) return ''
    if (token === ':') return ': '
    if (token === ',') return `,${line()}`
    if (token.length > 1) return `${token[0]}${token.at(-1)}`
    if (token === '{' || token === '[') {
      depth++
      return `${token}${line()}`
    }
    depth--
    return `${line()}${token}`
  })
}
