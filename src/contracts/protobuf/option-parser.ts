import {Token} from './lexer.js'
import {none} from './placed.js'
import {Member, Option, Value} from './statements.js'
import {undoEscapes} from './strings.js'
import {deepest, type Tokens} from './tokens.js'

type Parent = Option['parent']

/** `option name = value;`, from the word `option` on. */
export function parseOption(tokens: Tokens, parent: Parent): Option {
  const {start} = tokens
  tokens.advance()
  const option = parseAssignment(tokens, parent, start)
  tokens.expectEnd('the option')
  return option
}

/** `[name = value, …]` when there is one; nothing otherwise. */
export function parseBracketOptions(tokens: Tokens, parent: Parent): readonly Option[] {
  if (!tokens.is('[')) return none
  tokens.advance()
  // Most have one, and a list that grows has room for sixteen more.
  const options = [parseAssignment(tokens, parent, tokens.start)]
  while (tokens.accept(',')) options.push(parseAssignment(tokens, parent, tokens.start))
  tokens.expect(']', 'the options')
  return options
}

function parseAssignment(tokens: Tokens, parent: Parent, start: number): Option {
  const nameStart = tokens.start
  const name = parseOptionName(tokens)
  const nameEnd = tokens.previousEnd
  tokens.expect('=', 'the name of the option')
  const value = parseValue(tokens)
  return new Option(parent, name, nameStart, nameEnd, value, start, tokens.previousEnd)
}

function parseOptionName(tokens: Tokens): string {
  let name = ''
  const {start} = tokens
  do {
    if (name !== '') name += '.'
    if (tokens.accept('(')) {
      if (name !== '') tokens.plain = false
      name += `(${tokens.dottedName('an extension', true)})`
      tokens.expect(')', 'the name of the extension')
    } else name += tokens.name('an option')
  } while (tokens.accept('.'))
  // The common case shares the memory of the text.
  if (name.length === tokens.previousEnd - start) return tokens.text.slice(start, tokens.previousEnd)
  tokens.plain = false
  return name
}

/** The value of an option of a file, message and so on: a scalar, or a message literal in braces. */
function parseValue(tokens: Tokens): Value {
  return tokens.is('{') ? parseMessageLiteral(tokens, '}') : parseScalar(tokens)
}

function parseScalar(tokens: Tokens): Value {
  const {start} = tokens
  if (tokens.token === Token.string) return parseString(tokens)
  const sign = tokens.accept('-') ? '-' : ''
  if (sign !== '' && tokens.start !== tokens.previousEnd) tokens.plain = false
  const {token, word} = tokens
  if (token === Token.integer || token === Token.float) {
    tokens.advance()
    return new Value('number', sign + word, start, tokens.previousEnd)
  }
  if (token !== Token.identifier) tokens.fail(`Expected a value${tokens.found}.`)
  if (sign !== '' && !/^(?:inf|infinity|nan)$/i.test(word))
    tokens.fail(`Expected a number behind "${sign}"${tokens.found}.`)
  tokens.advance()
  return new Value(sign === '' ? 'identifier' : 'number', sign + word, start, tokens.previousEnd)
}

/** One string, or several that stand behind each other and are meant as one. */
export function parseString(tokens: Tokens): Value {
  const {start} = tokens
  let text = ''
  while (tokens.token === Token.string) {
    const {word} = tokens
    if (word.includes('\\') && /(?:^|[^\\])(?:\\\\)*\\[^\\]/.test(word)) tokens.plain = false
    text += undoEscapes(word, at => tokens.problem(tokens.start + at, tokens.start + at + 2, badEscape))
    tokens.advance()
  }
  return new Value('string', text, start, tokens.previousEnd)
}

const badEscape = 'This is no escape sequence that protobuf knows. Write "\\\\" for a backslash.'

/** What is between braces (or, nested, angle brackets) in the text format. */
function parseMessageLiteral(tokens: Tokens, close: '}' | '>'): Value {
  const {start} = tokens
  if (tokens.depth >= deepest) tokens.fail(`This is nested deeper than ${deepest} levels.`)
  tokens.depth++
  if (close === '}') tokens.literals++
  else tokens.plain = false
  tokens.advance()
  const members: Member[] = []
  while (!tokens.is(close)) {
    members.push(parseMember(tokens))
    if (!tokens.accept(',')) tokens.accept(';')
  }
  tokens.advance()
  if (close === '}') tokens.literals--
  tokens.depth--
  return new Value('message', '', start, tokens.previousEnd, none, members)
}

function parseMember(tokens: Tokens): Member {
  const {start} = tokens
  let name: string
  if (tokens.accept('[')) {
    tokens.plain = false
    name = `[${parseTypeUrl(tokens)}]`
    tokens.expect(']', 'the name of the extension')
  } else name = tokens.name('a field')
  const colon = tokens.accept(':')
  const isMessage = tokens.is('{') || tokens.is('<')
  if (!colon && !isMessage && !tokens.is('[')) tokens.fail(`Expected ":" behind the name of the field${tokens.found}.`)
  return new Member(name, start, parseMemberValue(tokens, colon))
}

/** `example.extension` or, for `Any`, `type.example.com/example.Message`. */
function parseTypeUrl(tokens: Tokens): string {
  let name = tokens.dottedName('an extension', false)
  while (tokens.accept('/')) name += `/${tokens.dottedName('a message', false)}`
  return name
}

/** `scalar` is false where the colon was left out: then only messages and lists of them may follow. */
function parseMemberValue(tokens: Tokens, scalar: boolean): Value {
  if (tokens.is('{')) return parseMessageLiteral(tokens, '}')
  if (tokens.is('<')) return parseMessageLiteral(tokens, '>')
  if (tokens.is('[')) return parseList(tokens, scalar)
  if (!scalar) tokens.fail(`Expected a message literal, because ":" was left out${tokens.found}.`)
  return parseScalar(tokens)
}

function parseList(tokens: Tokens, scalar: boolean): Value {
  const {start} = tokens
  tokens.advance()
  const items: Value[] = []
  if (!tokens.is(']'))
    do {
      if (tokens.is('[')) tokens.fail('A list cannot be in a list.')
      if (!scalar || tokens.token === Token.symbol) tokens.plain = false
      items.push(parseMemberValue(tokens, scalar))
    } while (tokens.accept(','))
  tokens.expect(']', 'the list')
  return new Value('list', '', start, tokens.previousEnd, items)
}
