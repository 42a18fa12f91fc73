import type {Draft} from './draft.js'
import {Token} from './lexer.js'
import {Field, type Label, type Message} from './nodes.js'
import {parseBracketOptions} from './option-parser.js'
import {called, type Tokens} from './tokens.js'

const labels: readonly Label[] = ['optional', 'repeated', 'required']

/** Reads the body of a group, from its brace on, and gives the message that it declares. */
type ParseGroup = (name: string, nameStart: number, start: number) => Message

/** A field, a map or a group, with its label if it has one. */
export function parseField(tokens: Tokens, parent: Field['parent'], parseGroup: ParseGroup): Field {
  const {start} = tokens
  const label = parseLabel(tokens)
  const typeStart = tokens.start
  const isGroup = tokens.isWord('group')
  if (isGroup) tokens.plain = false
  let type = parseTypeName(tokens, label === undefined)
  let typeEnd = tokens.previousEnd
  let keyType: string | undefined
  if (type === 'map' && tokens.accept('<')) {
    keyType = tokens.dottedName('the type of the keys', true)
    tokens.expect(',', 'the type of the keys')
    type = tokens.dottedName('the type of the values', true)
    tokens.expect('>', 'the type of the values')
    typeEnd = tokens.previousEnd
  }
  const nameStart = tokens.start
  const name = tokens.name('a field')
  const nameEnd = tokens.previousEnd
  if (!tokens.is('=')) tokens.fail(`The field "${name}" has no number: expected "="${tokens.found}.`)
  tokens.advance()
  const numberStart = tokens.start
  const number = parseNumber(tokens, false, 'the field', name)
  const numberEnd = tokens.previousEnd
  const field: Draft<Field> = new Field(
    parent,
    label,
    type,
    typeStart,
    typeEnd,
    keyType,
    undefined,
    isGroup ? name.toLowerCase() : name,
    nameStart,
    number,
    numberStart,
    numberEnd,
    start,
    nameEnd,
  )
  field.options = parseBracketOptions(tokens, field)
  if (!isGroup) tokens.expectEnd('the field', name)
  else if (tokens.is('{')) {
    field.type = name
    field.group = parseGroup(name, nameStart, start)
  } else tokens.fail(`Expected "{" behind the group "${name}"${tokens.found}.`)
  field.end = tokens.previousEnd
  return field
}

/** protobufjs reads a type that is broken over lines, but not behind the first dots of a field without a label. */
function parseTypeName(tokens: Tokens, isFirst: boolean): string {
  const {start} = tokens
  const type = tokens.dottedName('a type', true, true)
  const isBroken = type.length !== tokens.previousEnd - start
  if (isBroken && isFirst && /^\S*\.\s/.test(tokens.text.slice(start, tokens.previousEnd))) tokens.plain = false
  return type
}

function parseLabel(tokens: Tokens): Label | undefined {
  if (tokens.token !== Token.identifier) return undefined
  return labels.find(label => tokens.acceptWord(label))
}

/** A whole number; `what` is what it belongs to, with its name where it has one. Beyond 2^53 it is only near. */
export function parseNumber(tokens: Tokens, signed: boolean, what: string, name?: string): number {
  const from = tokens.start
  const negative = signed && tokens.accept('-')
  if (tokens.token !== Token.integer) tokens.fail(`Expected a whole number for ${called(what, name)}${tokens.found}.`)
  const {word} = tokens
  tokens.advance()
  const isSpecial = word.length > 1 && word.startsWith('0')
  if (isSpecial || (negative && tokens.previousEnd - from !== word.length + 1)) tokens.plain = false
  const number = isSpecial && /^0[0-7]/.test(word) ? Number.parseInt(word, 8) : Number(word)
  return negative ? -number : number
}
