/** What a token is. Keywords are identifiers: protobuf reserves none of them. */
export const Token = {end: 0, identifier: 1, integer: 2, float: 3, string: 4, symbol: 5, unknown: 6} as const

export type Token = (typeof Token)[keyof typeof Token]

/** Tells of a fault in the text between two offsets. */
export type Complain = (start: number, end: number, message: string) => void

const space = 1
const letter = 2
const digit = 3
const punctuation = 4

const classes = new Uint8Array(128)
for (const character of ' \t\n\v\f\r') classes[character.charCodeAt(0)] = space
for (const character of '{}()[]<>=;:,.-+/') classes[character.charCodeAt(0)] = punctuation
for (let code = 0x30; code <= 0x39; code++) classes[code] = digit
for (let code = 0x41; code <= 0x5a; code++) classes[code] = classes[code + 0x20] = letter
classes[0x5f] = letter

/** What surely ends a token, whatever follows: `{}[]()<>;,=`. */
const endsToken = [...'{}[]()<>;,='].map(character => character.charCodeAt(0))

/**
 * Cuts a protobuf text into tokens. It holds one token at a time and makes no object for it: the text of a file is
 * read at the speed of the disk. Comments are kept aside as pairs of offsets.
 */
export class Lexer {
  /** The token at hand, and where it is in the text. */
  token: Token = Token.end
  start = 0
  end = 0
  /** Where the token before it ends. */
  previousEnd = 0
  /** Start and end of each comment in turn, in the order of the text. */
  readonly comments: number[] = []
  /**
   * False where something unusual was met that some parsers stumble over, protobufjs above all. Most files have nothing
   * of the kind, and need not be read a second time to find out whether it can load them.
   */
  plain = true
  /** The rest of the text is a comment that nobody closed: that it ends too early was told there. */
  isCutShort = false
  /** Behind the last place that was complained about: a place is read again after a look ahead. */
  #complainedTo = 0

  constructor(
    readonly text: string,
    private readonly complain: Complain,
  ) {
    // A byte order mark is no part of the text.
    if (text.charCodeAt(0) === 0xfeff) this.end = 1
  }

  /** The text of the token at hand. */
  get word(): string {
    return this.text.slice(this.start, this.end)
  }

  /** Code of the first character of the token at hand; for symbols, which are one character long, the symbol itself. */
  get code(): number {
    return this.text.charCodeAt(this.start)
  }

  /** Goes on to the next token. */
  advance(): void {
    this.previousEnd = this.end
    const {text} = this
    let at = this.end
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === 0x2f) {
        const next = text.charCodeAt(at + 1)
        if (next === 0x2f || next === 0x2a) {
          at = next === 0x2f ? this.#lineComment(at) : this.#blockComment(at)
          continue
        }
      }
      // NaN, at the end of the text, is no index and gives undefined.
      const kind = code < 128 ? classes[code] : undefined
      if (kind === space) {
        at++
        continue
      }
      this.start = at
      this.end = at + 1
      if (kind === letter) {
        this.token = Token.identifier
        this.end = this.#wordEnd(at + 1)
      } else if (kind === digit || (code === 0x2e && classes[text.charCodeAt(at + 1)] === digit)) this.#number(at)
      else if (kind === punctuation) this.token = Token.symbol
      else if (code === 0x22 || code === 0x27) this.#string(at, code)
      else if (at >= text.length) {
        this.token = Token.end
        this.start = this.end = text.length
      } else this.#unknown(at)
      return
    }
  }

  /** Runs `look` from the next token on and comes back to the token at hand, whatever it read. */
  ahead<T>(look: () => T): T {
    const {token, start, end, previousEnd, comments} = this
    const {length} = comments
    const seen = look()
    this.token = token
    this.start = start
    this.end = end
    this.previousEnd = previousEnd
    comments.length = length
    return seen
  }

  #lineComment(start: number): number {
    this.#commentStarts(start)
    const newline = this.text.indexOf('\n', start)
    const end = newline === -1 ? this.text.length : newline
    this.comments.push(start, this.text.charCodeAt(end - 1) === 0x0d ? end - 1 : end)
    return end
  }

  #blockComment(start: number): number {
    this.#commentStarts(start)
    const close = this.text.indexOf('*/', start + 2)
    const end = close === -1 ? this.text.length : close + 2
    const inner = this.text.indexOf('/*', start + 2)
    if (close === -1) {
      this.#complain(start, start + 2, 'The comment that starts here is not closed: its "*/" is missing.')
      this.isCutShort = true
    } else if (inner !== -1 && inner < close)
      this.#complain(inner, inner + 2, 'A comment cannot be in a comment: the first "*/" ends both.')
    this.comments.push(start, end)
    return end
  }

  #commentStarts(start: number): void {
    const before = start > 0 ? this.text.charCodeAt(start - 1) : 0x20
    const kind = before < 128 ? classes[before] : undefined
    if (kind !== space && !(kind === punctuation && endsToken.includes(before))) this.plain = false
  }

  #wordEnd(from: number): number {
    const {text} = this
    let at = from
    for (;;) {
      const kind = classes[text.charCodeAt(at)]
      if (kind !== letter && kind !== digit) return at
      at++
    }
  }

  #number(start: number): void {
    const {text} = this
    const end = this.#numberEnd(start)
    this.end = end
    if (this.#isPlainNumber(start, end)) {
      this.token = Token.integer
      return
    }
    const number = text.slice(start, end)
    if (/^(?:0[0-7]*|[1-9]\d*|0[xX][\da-fA-F]+)$/.test(number)) this.token = Token.integer
    else {
      this.token = Token.float
      if (!/^(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][+-]?\d+)?$/.test(number))
        this.#complain(start, end, `"${number}" is not a number.`)
    }
  }

  /** Whether there are digits only, as in nearly all numbers. */
  #isPlainNumber(start: number, end: number): boolean {
    if (end - start > 1 && this.text.charCodeAt(start) === 0x30) return false
    for (let at = start; at < end; at++) if (classes[this.text.charCodeAt(at)] !== digit) return false
    return true
  }

  /** Letters, digits and dots that belong together, with the sign of an exponent. */
  #numberEnd(start: number): number {
    const {text} = this
    const hexadecimal = (text.charCodeAt(start + 1) | 0x20) === 0x78
    let at = start
    for (;;) {
      const code = text.charCodeAt(at)
      const kind = code < 128 ? classes[code] : undefined
      if (kind === digit || kind === letter || code === 0x2e) at++
      else if ((code === 0x2b || code === 0x2d) && !hexadecimal && (text.charCodeAt(at - 1) | 0x20) === 0x65) at++
      else return at
    }
  }

  #string(start: number, quote: number): void {
    const {text} = this
    this.token = Token.string
    let at = start + 1
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === quote) {
        this.end = at + 1
        return
      }
      if (code === 0x0a || code === 0x0d || at >= text.length) break
      at += code === 0x5c && !isLineEnd(text.charCodeAt(at + 1)) ? 2 : 1
    }
    this.end = Math.min(at, text.length)
    this.#complain(start, this.end, `The string that starts here is not closed: its ${text[start]} is missing.`)
  }

  /** Characters that begin nothing are one token together, so that a word in another script is one complaint. */
  #unknown(start: number): void {
    const {text} = this
    let at = start + 1
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at)
      const kind = code < 128 ? classes[code] : undefined
      if (kind === space || kind === punctuation || code === 0x22 || code === 0x27) break
    }
    this.token = Token.unknown
    this.end = at
    const word = text.slice(start, Math.min(at, start + 20))
    this.#complain(start, at, `${JSON.stringify(word)} has no meaning here.`)
  }

  #complain(start: number, end: number, message: string): void {
    if (start < this.#complainedTo) return
    this.#complainedTo = end
    this.complain(start, end, message)
  }
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d
}
