import {SyntaxFailure, type Tokens} from './tokens.js'

/** Nesting that no parser minds. */
const plainDepth = 8

/** Reads statements up to the brace that closes a block. One that cannot be read is left out, and the next is read. */
export function parseBlock(tokens: Tokens, title: string, parseStatement: () => void): void {
  const {start, end, depth} = tokens
  // Where it is missing, that was told.
  tokens.accept('{')
  while (!tokens.is('}')) {
    if (tokens.atEnd) {
      tokens.problem(start, end, `The block of ${title} is not closed: its "}" is missing.`)
      return
    }
    const from = tokens.start
    if (depth > plainDepth) tokens.plain = false
    tokens.depth = depth + 1
    try {
      if (!tokens.accept(';')) parseStatement()
    } catch (error) {
      if (!(error instanceof SyntaxFailure)) throw error
      tokens.recover(from)
    }
  }
  tokens.depth = depth
  tokens.advance()
}
