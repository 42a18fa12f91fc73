import type {ASTNode, DefinitionNode, Token} from 'graphql/language/ast.js'
import type {Exemption} from '../../core/contract.js'
import type {Source} from '../../core/source.js'
import {ruleIdOf} from '../../standard/catalogue.js'
import type {Span} from './model.js'

/** `mesh-ignore <rule> <reason>` at the beginning of a comment. */
const written = /^\s*mesh-ignore(?:[ \t]+(\S+)(?:[ \t]+(.*\S))?)?\s*$/

/** The part of the text that an exemption speaks for. */
interface Exempt {
  readonly exemption: Exemption<Span>
  readonly rule: string
  readonly start: number
  readonly end: number
}

/** The exemptions of a file. */
export interface Exemptions {
  /** As the comments have them, whether they speak for anything or not. */
  readonly written: readonly Exemption<Span>[]
  /** What exempts a part of the text from a rule; the narrowest, if several do. */
  of(rule: string, start: number, end: number): Exemption<Span> | undefined
}

const none: Exemptions = {written: [], of: () => undefined}

/**
 * Finds the exemptions of a file. A comment above an element speaks for it and all that is in it; one behind it on its
 * line, too. A comment at the top of the file with an empty line below speaks for the whole file.
 */
export function exemptionsIn(source: Source, first: Token, definitions: readonly DefinitionNode[]): Exemptions {
  if (!source.text.includes('mesh-ignore')) return none
  const comments = commentsFrom(first, source)
  const elements = placesOf(definitions)
  const found = comments
    .flatMap(({token, exemption}) => exempt(token, exemption, source, elements))
    .sort((a, b) => a.end - a.start - (b.end - b.start))
  return {
    written: comments.map(({exemption}) => exemption),
    of: (rule, start, end) =>
      found.find(each => each.rule === rule && each.start <= start && end <= each.end)?.exemption,
  }
}

interface Comment {
  readonly token: Token
  readonly exemption: Exemption<Span>
}

function commentsFrom(first: Token, source: Source): Comment[] {
  const found: Comment[] = []
  for (let token = first.next; token !== null; token = token.next) {
    const match = token.kind === 'Comment' ? written.exec(token.value) : null
    if (match === null) continue
    const [, rule, reason] = match
    found.push({token, exemption: {rule, reason, at: {source, start: token.start, end: token.end}}})
  }
  return found
}

interface Elements {
  readonly byStart: ReadonlyMap<number | undefined, ASTNode>
  /** By the line of their name; the outermost if there are several. */
  readonly byLine: ReadonlyMap<number | undefined, ASTNode>
}

function placesOf(definitions: readonly DefinitionNode[]): Elements {
  const byStart = new Map<number | undefined, ASTNode>()
  const byLine = new Map<number | undefined, ASTNode>()
  for (const element of definitions.flatMap(elementsOf)) {
    if (!byStart.has(element.loc?.start)) byStart.set(element.loc?.start, element)
    if (!byLine.has(headLine(element))) byLine.set(headLine(element), element)
  }
  return {byStart, byLine}
}

/** What a comment exempts: nothing when it names no rule or stands alone. */
function exempt(token: Token, exemption: Exemption<Span>, source: Source, {byStart, byLine}: Elements): Exempt[] {
  if (exemption.rule === undefined) return []
  const rule = ruleIdOf(exemption.rule)
  const before = codeBefore(token)
  const isBehind = before !== undefined && before.kind !== '<SOF>' && lineAtEnd(before, source) === token.line
  if (!isBehind && before?.kind === '<SOF>' && isApart(token))
    return [{exemption, rule, start: 0, end: source.text.length}]
  const element = isBehind ? byLine.get(token.line) : byStart.get(codeAfter(token)?.start)
  return element?.loc ? [{exemption, rule, start: element.loc.start, end: element.loc.end}] : []
}

/** What a comment can speak for: definitions, fields, arguments, values and selections; outer ones first. */
function elementsOf(node: ASTNode): ASTNode[] {
  const inner = [
    ...('fields' in node ? (node.fields ?? []) : []),
    ...('values' in node && node.kind !== 'ListValue' ? (node.values ?? []) : []),
    ...('arguments' in node && /Definition$/.test(node.kind) ? (node.arguments ?? []) : []),
    ...('selectionSet' in node ? (node.selectionSet?.selections ?? []) : []),
  ]
  return [node, ...inner.flatMap(each => elementsOf(each))]
}

/** The line of an element's name, which stands behind its description. */
function headLine(node: ASTNode): number | undefined {
  return 'name' in node && node.name?.loc ? node.name.loc.startToken.line : node.loc?.startToken.line
}

function codeBefore(token: Token): Token | undefined {
  let at = token.prev
  while (at !== null && at.kind === 'Comment') at = at.prev
  return at ?? undefined
}

function codeAfter(token: Token): Token | undefined {
  let at = token.next
  while (at !== null && at.kind === 'Comment') at = at.next
  return at ?? undefined
}

/** A token of several lines is a block string. */
function lineAtEnd({line, start, end, kind}: Token, {text}: Source): number {
  return kind === 'BlockString' ? line + (text.slice(start, end).match(/\r\n|\n|\r/g)?.length ?? 0) : line
}

/** Whether an empty line follows a comment and the comments below it. */
function isApart(token: Token): boolean {
  let last = token
  while (last.next?.kind === 'Comment' && last.next.line === last.line + 1) last = last.next
  return last.next !== null && last.next.line > last.line + 1
}
