/**
 * The words of a name in letters and digits of ASCII, as they are written: `getHTTPStatus2` has `get`, `HTTP` and
 * `Status2`. Everything else parts words. Behind a digit a capital begins a word when `digitEnds` says so, or when a small
 * letter follows. Written by hand, because linters ask for the words of every name of a contract, again and again.
 */
export function asciiWords(name: string, digitEnds: boolean): string[] {
  const words: string[] = []
  let start = -1
  for (let at = 0; at <= name.length; at++) {
    const code = name.charCodeAt(at)
    if (!isSmall(code) && !isCapital(code) && !isDigit(code)) {
      if (start !== -1) words.push(name.slice(start, at))
      start = -1
    } else if (start === -1) start = at
    else if (isCapital(code)) {
      const before = name.charCodeAt(at - 1)
      if (!isSmall(before) && !(digitEnds && isDigit(before)) && !isSmall(name.charCodeAt(at + 1))) continue
      words.push(name.slice(start, at))
      start = at
    }
  }
  return words
}

function isSmall(code: number): boolean {
  return code >= 0x61 && code <= 0x7a
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}
