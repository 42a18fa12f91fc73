import type {ASTNode, DefinitionNode, Token} from 'graphql/language/ast.js'
import type {Source} from '../../core/source.js'
import {ruleIdOf} from '../../standard/catalogue.js'

/** `mesh-ignore <rule> <reason>` at the beginning of a comment. */
const exemption = /^\s*mesh-ignore[ \t]+(\S+)/

interface Exempt {
  readonly rule: string
  readonly start: number
  readonly end: number
}

/**
 * Finds the exemptions of a file and gives a function that says whether a part of the text is exempt from a rule. A
 * comment above an element speaks for it and all that is in it; one behind it on its line, too. A comment at the top of
 * the file with an empty line below speaks for the whole file.
 */
export function exemptionsIn(source: Source, first: Token, definitions: readonly DefinitionNode[]) {
  const found = source.text.includes('mesh-ignore') ? [...exemptions(source, first, definitions)] : none
  return (rule: string, start: number, end: number): boolean =>
    found.some(each => each.rule === rule && each.start <= start && end <= each.end)
}

const none: readonly Exempt[] = []

function* exemptions(source: Source, first: Token, definitions: readonly DefinitionNode[]): Generator<Exempt> {
  const byStart = new Map<number | undefined, ASTNode>()
  const byLine = new Map<number | undefined, ASTNode>()
  for (const element of definitions.flatMap(elementsOf)) {
    if (!byStart.has(element.loc?.start)) byStart.set(element.loc?.start, element)
    if (!byLine.has(headLine(element))) byLine.set(headLine(element), element)
  }
  for (let token = first.next; token !== null; token = token.next) {
    const name = token.kind === 'Comment' ? exemption.exec(token.value)?.[1] : undefined
    if (name === undefined) continue
    const rule = ruleIdOf(name)
    const before = codeBefore(token)
    const after = codeAfter(token)
    if (before !== undefined && before.kind !== '<SOF>' && lineAtEnd(before, source) === token.line) {
      // Behind code: the element that begins on this line, the outermost if there are several.
      const element = byLine.get(token.line)
      if (element?.loc) yield {rule, start: element.loc.start, end: element.loc.end}
    } else if (before?.kind === '<SOF>' && isApart(token)) yield {rule, start: 0, end: source.text.length}
    else if (after !== undefined) {
      const element = byStart.get(after.start)
      if (element?.loc) yield {rule, start: element.loc.start, end: element.loc.end}
    }
  }
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
