/** git puts a path with odd characters into quotes, with the escapes of C: some are of bytes, not of characters. */
export function unquotedPath(path: string): string {
  if (!path.startsWith('"')) return path
  const bytes = Buffer.from(path.slice(1, -1), 'utf8').toString('latin1')
  const text = bytes.replaceAll(/\\([0-7]{3}|.)/g, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code),
  )
  return Buffer.from(text, 'latin1').toString('utf8')
}

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
