const simple: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
}

const escapes =
  /\\(?:[xX]([\da-fA-F]{1,2})|u([\da-fA-F]{4})|U(0010[\da-fA-F]{4}|000[\da-fA-F]{5})|([0-7]{1,3})|([\s\S]?))/g

/** The text of a string literal that is given with its quotes. `complain` gets the offset of what is no escape. */
export function undoEscapes(literal: string, complain: (at: number) => void): string {
  const quote = literal[0]
  const body = literal.slice(1, literal.length > 1 && literal.endsWith(quote ?? '') ? -1 : undefined)
  if (!body.includes('\\')) return body
  const undo = (whole: string, byte?: string, four?: string, eight?: string, octal?: string, letter = '', at = 0) => {
    const code = byte ?? four ?? eight
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16))
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
    const meaning = simple[letter]
    if (meaning === undefined) complain(at + 1)
    return meaning ?? whole
  }
  return body.replaceAll(escapes, undo)
}
