import type {Source} from '../../core/source.js'
import {didYouMean} from '../../core/suggest.js'
import {Comments} from './comments.js'
import {parseEnum, parseExtend, parseMessage, parseVisible} from './declaration-parser.js'
import {complete, type FileDraft, keepOption, list} from './draft.js'
import {ProtobufFile} from './file.js'
import {Token} from './lexer.js'
import {parseOption, parseString} from './option-parser.js'
import {parseService} from './service-parser.js'
import {Import, Package, Syntax} from './statements.js'
import {SyntaxFailure, Tokens} from './tokens.js'

/**
 * Reads one file of proto2, proto3 or an edition. A fault is noted with its place, and reading goes on behind the
 * statement that has it.
 */
export function parse(source: Source): ProtobufFile {
  const file: FileDraft = new ProtobufFile(source)
  const tokens = new Tokens(withoutBinary(source.text))
  if (tokens.text !== source.text) tokens.problems.push(binary(tokens.text.length))
  else while (!tokens.atEnd) parseStatement(tokens, file)
  complete(file, lists)
  file.problems = tokens.problems
  file.isPlain = tokens.plain && file.version !== 'edition'
  file.comments = new Comments(source.text, Int32Array.from(tokens.comments))
  return file
}

const lists = [
  'imports',
  'options',
  'messages',
  'fields',
  'oneofs',
  'enums',
  'values',
  'extends',
  'ranges',
  'services',
  'rpcs',
  'allOptions',
] as const

/** A text with a NUL is none; what is before it may be anything. */
function withoutBinary(text: string): string {
  const nul = text.indexOf('\0')
  return nul === -1 ? text : text.slice(0, nul)
}

function binary(at: number) {
  return {start: at, end: at + 1, message: 'This is not the text of a protobuf file: it has a NUL character here.'}
}

function parseStatement(tokens: Tokens, file: FileDraft): void {
  const {start} = tokens
  try {
    parseTopLevel(tokens, file)
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error
    tokens.depth = 0
    tokens.recover(start)
  }
}

type ParseStatement = (tokens: Tokens, file: FileDraft) => void

/** What the first word of a statement begins. */
const statements: ReadonlyMap<string, ParseStatement> = new Map<string, ParseStatement>([
  ['syntax', (tokens, file) => parseSyntax(tokens, file, 'syntax')],
  ['edition', (tokens, file) => parseSyntax(tokens, file, 'edition')],
  ['package', parsePackage],
  ['import', parseImport],
  ['option', (tokens, file) => keepOption(file, file, parseOption(tokens, file))],
  ['message', (tokens, file) => parseMessage(tokens, file, file, tokens.start)],
  ['enum', (tokens, file) => parseEnum(tokens, file, file, tokens.start)],
  ['extend', (tokens, file) => parseExtend(tokens, file, file)],
  ['service', parseService],
  ['export', (tokens, file) => parseVisible(tokens, file, file)],
  ['local', (tokens, file) => parseVisible(tokens, file, file)],
])

function parseTopLevel(tokens: Tokens, file: FileDraft): void {
  if (tokens.accept(';')) return
  if (tokens.is('}')) {
    if (!tokens.isLost) tokens.problem(tokens.start, tokens.end, 'No block is open that this "}" could close.')
    tokens.isLost = true
    tokens.advance()
    return
  }
  const statement = tokens.token === Token.identifier ? statements.get(tokens.word) : undefined
  if (statement === undefined) {
    if (tokens.isLost) tokens.giveUp()
    tokens.isLost = true
    const meant = tokens.token === Token.identifier ? didYouMean(tokens.word, statements.keys()) : ''
    tokens.fail(`Expected a declaration such as "message", "enum" or "service"${tokens.found}.${meant}`)
  }
  tokens.isLost = false
  statement(tokens, file)
}

function parseSyntax(tokens: Tokens, file: FileDraft, keyword: 'syntax' | 'edition'): void {
  const {start} = tokens
  const isFirst = file.syntax === undefined
  const isAlone = isFirst && file.package === undefined && file.imports.length + file.allOptions.length === 0
  tokens.advance()
  tokens.expect('=', `"${keyword}"`)
  if (tokens.token !== Token.string) tokens.fail(`Expected a string such as "proto3"${tokens.found}.`)
  const value = parseString(tokens)
  tokens.expectEnd(`the ${keyword}`)
  const syntax = new Syntax(file, keyword, value.text, value.start, value.end, start, tokens.previousEnd)
  if (!isFirst) tokens.problem(start, syntax.end, `The file has said its ${file.syntax?.keyword} already.`)
  else if (!isAlone || file.messages.length + file.enums.length + file.services.length + file.extends.length > 0)
    tokens.problem(start, syntax.end, `The ${keyword} must be the first statement of the file.`)
  if (isFirst) file.syntax = syntax
  checkVersion(tokens, syntax)
}

const versions = {syntax: ['proto2', 'proto3'], edition: ['2023', '2024', '2026']} as const

function checkVersion(tokens: Tokens, {keyword, value, valueStart, valueEnd}: Syntax): void {
  const known: readonly string[] = versions[keyword]
  if (known.includes(value)) return
  const names = known.map(version => `"${version}"`).join(', ')
  tokens.problem(valueStart, valueEnd, `"${value}" is no ${keyword} of protobuf; there are ${names}.`)
}

function parsePackage(tokens: Tokens, file: FileDraft): void {
  const {start} = tokens
  tokens.advance()
  const nameStart = tokens.start
  const name = tokens.dottedName('a package', false)
  const nameEnd = tokens.previousEnd
  tokens.expectEnd('the name of the package')
  if (file.package !== undefined)
    tokens.problem(start, tokens.previousEnd, `The file has a package already: "${file.package.name}".`)
  else file.package = new Package(file, name, nameStart, nameEnd, start, tokens.previousEnd)
}

/** Compilers look for paths as they are written, and refuse two ways to write one. */
function pathFault(path: string): string | undefined {
  if (path === '') return 'An import needs the path of a file.'
  if (path.includes('\\')) return `The path of an import is written with "/": "${path.replaceAll('\\', '/')}".`
  if (path.split('/').some(part => part === '' || part === '.' || part === '..'))
    return `"${path}" is no path of an import: it starts where packages start, without ".", ".." and empty names.`
  return undefined
}

const modifiers = ['public', 'weak', 'option'] as const

function parseImport(tokens: Tokens, file: FileDraft): void {
  const {start} = tokens
  tokens.advance()
  const modifier = modifiers.find(word => tokens.acceptWord(word))
  if (tokens.token !== Token.string) tokens.fail(`Expected the path of a file in quotes${tokens.found}.`)
  const path = parseString(tokens)
  tokens.expectEnd('the path of the import')
  const fault = pathFault(path.text)
  if (fault !== undefined) tokens.problem(path.start, path.end, fault)
  // Nobody can find what is written wrongly.
  if (tokens.problems.some(({start}) => start === path.start)) return
  list(file, 'imports').push(new Import(file, path.text, modifier, path.start, path.end, start, tokens.previousEnd))
}
