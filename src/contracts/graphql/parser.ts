import {GraphQLError} from 'graphql/error/GraphQLError.js'
import {type DefinitionNode, Token} from 'graphql/language/ast.js'
import {Lexer} from 'graphql/language/lexer.js'
import {Parser} from 'graphql/language/parser.js'
import {Source as GraphqlSource} from 'graphql/language/source.js'
import {TokenKind} from 'graphql/language/tokenKind.js'
import type {Source} from '../../core/source.js'
import type {SyntaxProblem} from './model.js'

export interface Parsed {
  readonly definitions: readonly DefinitionNode[]
  readonly problems: readonly SyntaxProblem[]
  /** The first token of the text; from it all others can be reached, comments included. */
  readonly first: Token
}

/** A file full of faults is told about in its first ones; the rest mostly follows from them. */
const mostProblems = 100

/** Reads the definitions of a text. What is broken is left out and told; what is behind it is read on. */
export function parse(source: Source): Parsed {
  return new RecoveringParser(source).read()
}

/** graphql's own parser, which stops at the first fault, made to go on at the next definition. */
class RecoveringParser extends Parser {
  readonly #problems: SyntaxProblem[]

  constructor(readonly text: Source) {
    const problems: SyntaxProblem[] = []
    super(text.text, {lexer: new TolerantLexer(text, problems)})
    this.#problems = problems
  }

  read(): Parsed {
    const first = this._lexer.token
    const definitions: DefinitionNode[] = []
    this._lexer.advance()
    if (this.#isJson()) {
      const message = 'This is JSON, not GraphQL. Print the schema in its own language, as "printSchema" does.'
      return {definitions, problems: [...this.#problems, {source: this.text, start: 0, end: 1, message}], first}
    }
    // One with comments only may import others, or wait for what is commented out.
    if (this.text.text.trim() === '') this.#tell(0, 'The file is empty; a schema or a query was expected.')
    while (this._lexer.token.kind !== TokenKind.EOF && this.#problems.length < mostProblems) {
      const start = this._lexer.token
      const definition = this.#attempt(() => this.parseDefinition(), start)
      if (definition === undefined) this.#resume(start)
      else definitions.push(definition)
    }
    return {definitions, problems: this.#problems, first}
  }

  /** A selection begins with a brace as well, but never has a text in it. */
  #isJson(): boolean {
    const {token} = this._lexer
    return token.kind === TokenKind.BRACE_L && this.#after(token).kind === TokenKind.STRING
  }

  /** What a step gives; undefined when the text is broken there, which is told. */
  #attempt<Result>(step: () => Result, start: Token): Result | undefined {
    try {
      return step()
    } catch (error) {
      // Brackets in brackets, thousands deep, take all of the stack.
      if (error instanceof RangeError) this.#tell(start.start, 'This definition is nested too deeply to be read.')
      else if (error instanceof GraphQLError) this.#tell(error.positions?.[0] ?? start.start, inWords(error.message))
      else throw error
      return undefined
    }
  }

  #tell(offset: number, message: string): void {
    const {token} = this._lexer
    const end = token.start === offset && token.end > offset ? token.end : Math.min(offset + 1, this.text.text.length)
    this.#problems.push({source: this.text, start: offset, end: Math.max(end, offset), message})
  }

  /** Goes on from the broken definition that begins at `start` to the beginning of the next one. */
  #resume(start: Token): void {
    let depth = start.kind === TokenKind.BRACE_L ? 1 : 0
    // The definition may have swallowed the beginning of the next one: its tokens are looked at again.
    if (this._lexer.token !== start) this._lexer.token = start
    this._lexer.advance()
    // The first word of a definition with a description looks like the beginning of another one.
    if (start.kind === TokenKind.STRING || start.kind === TokenKind.BLOCK_STRING) this._lexer.advance()
    for (let {token} = this._lexer; token.kind !== TokenKind.EOF; token = this._lexer.token) {
      if (this.#begins(token, depth)) return
      if (token.kind === TokenKind.BRACE_L) depth++
      else if (token.kind === TokenKind.BRACE_R) depth--
      this._lexer.advance()
    }
  }

  /**
   * Whether a definition begins here: outside of braces, or in the first column, where a definition stands whose
   * predecessor misses its closing brace.
   */
  #begins(token: Token, depth: number): boolean {
    if (depth > 0 && token.column !== 1) return false
    const next = this.#after(token)
    if (token.kind === TokenKind.STRING || token.kind === TokenKind.BLOCK_STRING)
      return next.kind === TokenKind.NAME && this.#begins(next, 0)
    if (token.kind !== TokenKind.NAME) return false
    const isAlone = next.kind === TokenKind.BRACE_L || next.kind === TokenKind.AT
    if (token.value === 'schema' || operations.has(token.value)) return isAlone || isNameBehind(token, next)
    if (token.value === 'directive') return next.kind === TokenKind.AT
    return definitions.has(token.value) && isNameBehind(token, next)
  }

  /** The token behind one that is not a comment. */
  #after(token: Token): Token {
    const {token: current} = this._lexer
    this._lexer.token = token
    const next = this._lexer.lookahead()
    this._lexer.token = current
    return next
  }
}

/** graphql's own lexer, which steps over what no token begins with. */
class TolerantLexer extends Lexer {
  constructor(
    readonly text: Source,
    readonly problems: SyntaxProblem[],
  ) {
    super(new GraphqlSource(text.text, text.path))
  }

  override lookahead(): Token {
    for (;;) {
      try {
        return super.lookahead()
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error
        let last = this.token
        while (last.next !== null) last = last.next
        const at = Math.max(error.positions?.[0] ?? last.end, last.end)
        const end = Math.min(at + 1, this.text.text.length)
        if (this.problems.at(-1)?.end !== at && this.problems.length < mostProblems)
          this.problems.push({source: this.text, start: at, end, message: inWords(error.message)})
        else if (this.problems.length > 0) Object.assign(this.problems.at(-1) ?? {}, {end})
        // It becomes a comment in the chain of tokens, and reading goes on behind it.
        const gap = new Token(TokenKind.COMMENT, at, end, this.line, 0, '')
        Object.assign(last, {next: gap})
        Object.assign(gap, {prev: last})
      }
    }
  }
}

function isNameBehind(token: Token, next: Token): boolean {
  return next.kind === TokenKind.NAME && next.line === token.line
}

const operations: ReadonlySet<string> = new Set(['query', 'mutation', 'subscription'])

const definitions: ReadonlySet<string> = new Set([
  'type',
  'interface',
  'union',
  'enum',
  'input',
  'scalar',
  'extend',
  'fragment',
])

/** The parser's message without what goes without saying, as a sentence. */
function inWords(message: string): string {
  const said = message.replace(/^Syntax Error: /, '').replaceAll('<EOF>', 'the end of the file')
  return said.endsWith('.') ? said : `${said}.`
}
