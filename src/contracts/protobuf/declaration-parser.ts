import {parseBlock} from './block-parser.js'
import {complete, type Draft, type FileDraft, keepOption, list} from './draft.js'
import {parseField, parseNumber} from './field-parser.js'
import {Token} from './lexer.js'
import {Enum, EnumValue, Extend, type Field, Message, Oneof, Ranges} from './nodes.js'
import {parseBracketOptions, parseOption} from './option-parser.js'
import {parseRange, parseReservedName} from './range-parser.js'
import type {Tokens} from './tokens.js'

/** `message Order { … }`; `start` is where its first word is, `export` included. */
export function parseMessage(tokens: Tokens, file: FileDraft, parent: FileDraft | Draft<Message>, start: number): void {
  tokens.advance()
  const nameStart = tokens.start
  const name = tokens.name('a message')
  tokens.expectBlock('the name of the message')
  const message: Draft<Message> = new Message(parent, name, nameStart, start, tokens.start)
  keepMessage(file, parent, message)
  parseMessageBody(tokens, file, message)
}

function keepMessage(file: FileDraft, parent: FileDraft | Draft<Message>, message: Message): void {
  list(file, 'messages').push(message)
  if (parent.kind === 'message') list(parent, 'messages').push(message)
}

/** Compilers refuse messages that are nested deeper. */
const deepest = 31

function parseMessageBody(tokens: Tokens, file: FileDraft, message: Draft<Message>): void {
  if (isTooDeep(tokens, message)) {
    const {name, nameStart} = message
    const fault = `Message "${name}" is nested deeper than ${deepest} levels, which no compiler reads.`
    tokens.problem(nameStart, nameStart + name.length, fault)
    tokens.skipBlock()
  } else parseBlock(tokens, `message "${message.name}"`, () => parseMessageStatement(tokens, file, message))
  message.end = tokens.previousEnd
  complete(message, ['options', 'fields', 'oneofs', 'messages', 'enums', 'extends', 'ranges'])
}

function isTooDeep(tokens: Tokens, message: Message): boolean {
  // Every message around it is an open block.
  if (tokens.depth < deepest) return false
  let around = 0
  for (let at = message.parent; at.kind === 'message'; at = at.parent) around++
  return around >= deepest
}

type ParseStatement = (tokens: Tokens, file: FileDraft, message: Draft<Message>) => void

/** What a word at the start of a statement in a message begins; any other is the label or the type of a field. */
const statements: readonly (readonly [word: string, parse: ParseStatement])[] = [
  ['message', (tokens, file, message) => parseMessage(tokens, file, message, tokens.start)],
  ['enum', (tokens, file, message) => parseEnum(tokens, file, message, tokens.start)],
  ['extend', parseExtend],
  ['oneof', parseOneof],
  ['option', (tokens, file, message) => keepOption(file, message, parseOption(tokens, message))],
  ['reserved', parseRanges],
  ['extensions', parseRanges],
  ['export', parseVisibleOrField],
  ['local', parseVisibleOrField],
]

function parseMessageStatement(tokens: Tokens, file: FileDraft, message: Draft<Message>): void {
  // Nearly every statement is a field: no word of it is cut out to find that.
  for (const [word, parse] of statements)
    if (tokens.isWord(word)) {
      parse(tokens, file, message)
      return
    }
  parseMessageField(tokens, file, message)
}

function parseMessageField(tokens: Tokens, file: FileDraft, message: Draft<Message>): void {
  const field = parseMemberField(tokens, file, message, message)
  list(message, 'fields').push(field)
}

function parseVisibleOrField(tokens: Tokens, file: FileDraft, message: Draft<Message>): void {
  if (isVisibleDeclaration(tokens)) parseVisible(tokens, file, message)
  else parseMessageField(tokens, file, message)
}

/** `export message Order { … }` of edition 2024. */
export function parseVisible(tokens: Tokens, file: FileDraft, parent: FileDraft | Draft<Message>): void {
  const {start} = tokens
  tokens.advance()
  if (tokens.isWord('message')) parseMessage(tokens, file, parent, start)
  else if (tokens.isWord('enum')) parseEnum(tokens, file, parent, start)
  else tokens.fail(`Expected "message" or "enum"${tokens.found}.`)
}

/** `export` and `local` are words of edition 2024, and names of types everywhere else. */
function isVisibleDeclaration(tokens: Tokens): boolean {
  return tokens.ahead(() => {
    tokens.advance()
    if (!tokens.isWord('message') && !tokens.isWord('enum')) return false
    tokens.advance()
    return tokens.token === Token.identifier
  })
}

/** A field with the message that it declares, when it is a group. `scope` is where that message belongs. */
function parseMemberField(
  tokens: Tokens,
  file: FileDraft,
  parent: Field['parent'],
  scope: FileDraft | Draft<Message>,
): Field {
  const field = parseField(tokens, parent, (name, nameStart, start) => {
    const group: Draft<Message> = new Message(scope, name, nameStart, start, tokens.start)
    group.isGroup = true
    keepMessage(file, scope, group)
    parseMessageBody(tokens, file, group)
    return group
  })
  list(file, 'fields').push(field)
  for (const option of field.options) list(file, 'allOptions').push(option)
  return field
}

function parseOneof(tokens: Tokens, file: FileDraft, message: Draft<Message>): void {
  const {start} = tokens
  tokens.advance()
  const nameStart = tokens.start
  const name = tokens.name('a oneof')
  tokens.expectBlock('the name of the oneof')
  const oneof: Draft<Oneof> = new Oneof(message, name, nameStart, start, tokens.start)
  list(file, 'oneofs').push(oneof)
  list(message, 'oneofs').push(oneof)
  const problems = tokens.problems.length
  parseBlock(tokens, `oneof "${name}"`, () => {
    if (tokens.isWord('option')) {
      keepOption(file, oneof, parseOption(tokens, oneof))
      return
    }
    const field = parseMemberField(tokens, file, oneof, message)
    list(oneof, 'fields').push(field)
    list(message, 'fields').push(field)
  })
  oneof.end = tokens.previousEnd
  complete(oneof, ['options', 'fields'])
  if (oneof.fields.length === 0 && tokens.problems.length === problems)
    tokens.problem(nameStart, nameStart + name.length, `The oneof "${name}" has no fields; it needs one at least.`)
}

/** `extend example.Order { … }` */
export function parseExtend(tokens: Tokens, file: FileDraft, parent: FileDraft | Draft<Message>): void {
  const {start} = tokens
  tokens.advance()
  const typeStart = tokens.start
  const type = tokens.dottedName('the message to extend', true)
  const typeEnd = tokens.previousEnd
  tokens.expectBlock('the name of the message')
  const extend: Draft<Extend> = new Extend(parent, type, typeStart, typeEnd, start, tokens.start)
  list(file, 'extends').push(extend)
  if (parent.kind === 'message') list(parent, 'extends').push(extend)
  const problems = tokens.problems.length
  parseBlock(tokens, `the extension of "${type}"`, () => {
    list(extend, 'fields').push(parseMemberField(tokens, file, extend, parent))
  })
  extend.end = tokens.previousEnd
  if (extend.fields.length === 0 && tokens.problems.length === problems)
    tokens.problem(start, typeEnd, `The extension of "${type}" has no fields; it needs one at least.`)
}
/** `enum Status { … }` */
export function parseEnum(tokens: Tokens, file: FileDraft, parent: FileDraft | Draft<Message>, start: number): void {
  tokens.advance()
  const nameStart = tokens.start
  const name = tokens.name('an enum')
  tokens.expectBlock('the name of the enum')
  const declared: Draft<Enum> = new Enum(parent, name, nameStart, start, tokens.start)
  list(file, 'enums').push(declared)
  if (parent.kind === 'message') list(parent, 'enums').push(declared)
  parseBlock(tokens, `enum "${name}"`, () => parseEnumStatement(tokens, file, declared))
  declared.end = tokens.previousEnd
  complete(declared, ['options', 'values', 'ranges'])
}

function parseEnumStatement(tokens: Tokens, file: FileDraft, parent: Draft<Enum>): void {
  if (tokens.isWord('option') && !isValue(tokens)) keepOption(file, parent, parseOption(tokens, parent))
  else if (tokens.isWord('reserved') && !isValue(tokens)) parseRanges(tokens, file, parent)
  else parseEnumValue(tokens, file, parent)
}

/** A value may be called `option` or `reserved`. */
function isValue(tokens: Tokens): boolean {
  return tokens.ahead(() => {
    tokens.advance()
    return tokens.is('=')
  })
}

function parseEnumValue(tokens: Tokens, file: FileDraft, parent: Draft<Enum>): void {
  const {start} = tokens
  const name = tokens.name('a value')
  tokens.expect('=', `"${name}"`)
  const numberStart = tokens.start
  const number = parseNumber(tokens, true, 'the value', name)
  const numberEnd = tokens.previousEnd
  const value: Draft<EnumValue> = new EnumValue(parent, name, start, number, numberStart, numberEnd, start, numberEnd)
  value.options = parseBracketOptions(tokens, value)
  tokens.expectEnd('the value', name)
  value.end = tokens.previousEnd
  list(parent, 'values').push(value)
  list(file, 'values').push(value)
  for (const option of value.options) list(file, 'allOptions').push(option)
}

/** `reserved 2, 9 to 11;`, `reserved "name";` or `extensions 100 to max;` */
function parseRanges(tokens: Tokens, file: FileDraft, parent: Draft<Message> | Draft<Enum>): void {
  const {start} = tokens
  const keyword = tokens.isWord('extensions') ? 'extensions' : 'reserved'
  tokens.advance()
  const declared: Draft<Ranges> = new Ranges(parent, keyword, start, start)
  do {
    if (keyword === 'reserved' && (tokens.token === Token.string || tokens.token === Token.identifier))
      list(declared, 'names').push(parseReservedName(tokens))
    else list(declared, 'ranges').push(parseRange(tokens, parent.kind))
  } while (tokens.accept(','))
  const mixed = declared.names.length > 0 && declared.ranges[0]
  if (mixed)
    tokens.problem(mixed.start, mixed.end, 'Names and numbers are reserved by statements of their own, not by one.')
  if (keyword === 'extensions') declared.options = parseBracketOptions(tokens, declared)
  if (declared.options.length > 0) tokens.plain = false
  tokens.expectEnd(keyword === 'reserved' ? 'what is reserved' : 'the extension range')
  declared.end = tokens.previousEnd
  list(parent, 'ranges').push(declared)
  list(file, 'ranges').push(declared)
  for (const option of declared.options) list(file, 'allOptions').push(option)
}
