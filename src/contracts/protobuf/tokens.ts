import type {SyntaxProblem} from './file.js'
import {Lexer, Token} from './lexer.js'

/** Thrown where a statement cannot be read on; the list of statements it is in catches it and goes on behind it. */
export class SyntaxFailure extends Error {}

// One for all: where it happened is in the list of problems, and a stack would cost more than the file.
const failure = new SyntaxFailure()

/** Words that begin a statement: where a line starts with one, a broken statement before it is surely over. */
const beginnings = new Set(['message', 'enum', 'service', 'rpc', 'import', 'option', 'extend', 'package', 'oneof'])

/** More problems than this say nothing new about a file. */
const mostProblems = 100

/** The deepest nesting of message literals; buf gives up there, too. */
export const deepest = 100

/** What something is, with its name where it has one: `the field "id"`. */
export function called(what: string, name?: string): string {
  return name === undefined ? what : `${what} "${name}"`
}

/** The tokens of a file as its parser takes them, with the problems it met. */
export class Tokens extends Lexer {
  readonly problems: SyntaxProblem[]
  /** How many blocks and message literals are open around the token at hand. */
  depth = 0
  /** How many braces of message literals are among them. */
  literals = 0
  /** What is at hand is in no block and begins no declaration, which was told where it began to be so. */
  isLost = false

  constructor(text: string) {
    const problems: SyntaxProblem[] = []
    super(text, (start, end, message) => {
      if (problems.length < mostProblems) problems.push({start, end, message})
    })
    this.problems = problems
    this.advance()
  }

  get atEnd(): boolean {
    return this.token === Token.end
  }

  /** Whether the symbol is at hand. */
  is(symbol: string): boolean {
    return this.token === Token.symbol && this.code === symbol.charCodeAt(0)
  }

  /** Whether the word is at hand. */
  isWord(word: string): boolean {
    return (
      this.token === Token.identifier && this.end - this.start === word.length && this.text.startsWith(word, this.start)
    )
  }

  /** Takes the symbol if it is at hand. */
  accept(symbol: string): boolean {
    if (!this.is(symbol)) return false
    this.advance()
    return true
  }

  acceptWord(word: string): boolean {
    if (!this.isWord(word)) return false
    this.advance()
    return true
  }

  /** Takes the symbol; `where` says behind what it belongs: `the name of the field`. */
  expect(symbol: string, where: string): void {
    if (!this.accept(symbol)) this.fail(`Expected "${symbol}" behind ${where}${this.#insteadOf}.`)
  }

  /**
   * Takes the semicolon at the end of a statement: `the field`, with the name that it has. One that was forgotten at the
   * end of a line spoils nothing else.
   */
  expectEnd(statement: string, name?: string): void {
    if (this.accept(';')) return
    const message = `Expected ";" behind ${called(statement, name)}${this.#insteadOf}.`
    const gap = this.text.slice(this.previousEnd, this.start)
    if (!this.atEnd && !this.is('}') && !gap.includes('\n')) this.fail(message)
    // A string that was not closed has taken the semicolon, which was told.
    if (this.problems.at(-1)?.end === this.previousEnd) return
    this.problem(Math.max(0, this.previousEnd - 1), this.previousEnd, message)
  }

  /** Comes to the brace that opens a block. Where it was forgotten at the end of a line, the block is read without. */
  expectBlock(where: string): void {
    if (this.is('{')) return
    this.problem(this.start, this.end, `Expected "{" behind ${where}${this.found}.`)
    const line = this.text.indexOf('\n', this.previousEnd)
    const isForgotten = line !== -1 && line < this.start
    while (!isForgotten && !this.is('{') && !this.is('}') && !this.is(';') && !this.atEnd) {
      if (line !== -1 && this.start > line) break
      this.advance()
    }
    if (!this.is('{') && (this.token !== Token.identifier || this.#beginsDeclaration)) this.giveUp()
  }

  /** Takes an identifier; `what` says of what it is the name: `a message`. */
  name(what: string): string {
    if (this.token !== Token.identifier) this.fail(`Expected the name of ${what}${this.#insteadOf}.`)
    const {word} = this
    this.advance()
    return word
  }

  /**
   * Takes a name with dots, without the spaces that may stand around them. `mayBreak` says that other parsers read those,
   * too.
   */
  dottedName(what: string, leadingDot: boolean, mayBreak = false): string {
    const {start} = this
    let name = leadingDot && this.accept('.') ? '.' : ''
    name += this.name(what)
    while (this.is('.')) {
      this.advance()
      name += `.${this.name(what)}`
    }
    // The common case shares the memory of the text.
    if (name.length === this.previousEnd - start) return this.text.slice(start, this.previousEnd)
    if (!mayBreak) this.plain = false
    return name
  }

  problem(start: number, end: number, message: string): void {
    // The lexer may have told already that this is no token at all.
    if (this.problems.at(-1)?.start === start || (this.isCutShort && this.atEnd)) return
    if (this.problems.length < mostProblems) this.problems.push({start, end, message})
  }

  /** Tells of the token at hand and gives up the statement. */
  fail(message: string): never {
    this.problem(this.start, this.end, message)
    this.giveUp()
  }

  /** Gives up the statement; why was told. */
  giveUp(): never {
    throw failure
  }

  /** ` but found "x"` for the token at hand. */
  get #insteadOf(): string {
    if (this.atEnd) return ', but the file ends here'
    const word = this.word.length > 40 ? `${this.word.slice(0, 40)}…` : this.word
    return `, not ${this.token === Token.string ? word : JSON.stringify(word)}`
  }

  /** As `#insteadOf`, for messages of the parser. */
  get found(): string {
    return this.#insteadOf
  }

  /** Goes on behind a statement that could not be read; `from` is where it starts. */
  recover(from: number): void {
    this.#leaveLiterals()
    // A statement that begins with what cannot begin one: never stand still.
    if (this.start === from && !this.is('}')) this.#skipOne()
    while (!this.atEnd && !this.is('}')) {
      if (this.accept(';')) return
      if (this.is('{')) {
        this.skipBlock()
        this.accept(';')
        return
      }
      if (this.#beginsDeclaration) return
      this.advance()
    }
  }

  /** Goes on behind the message literals that a broken option is in. */
  #leaveLiterals(): void {
    let open = this.literals
    this.literals = 0
    for (; open > 0 && !this.atEnd && !this.#beginsDeclaration; this.advance()) {
      if (this.is('{')) open++
      else if (this.is('}')) open--
    }
  }

  /** Goes on behind the brace that closes the one at hand, without looking at what is between. */
  skipBlock(): void {
    let open = 0
    do {
      if (this.is('{')) open++
      else if (this.is('}')) open--
      this.advance()
    } while (open > 0 && !this.atEnd)
  }

  #skipOne(): void {
    if (this.is('{')) this.skipBlock()
    else this.advance()
  }

  /** Whether a line starts here with what can only be a declaration, not a field of the same name. */
  get #beginsDeclaration(): boolean {
    if (this.token !== Token.identifier || !beginnings.has(this.word)) return false
    const newline = this.text.lastIndexOf('\n', this.start - 1)
    if (newline === -1 || this.text.slice(newline + 1, this.start).trim() !== '') return false
    return /^[ \t]+[\w("'.]/.test(this.text.slice(this.end, this.end + 100))
  }
}
