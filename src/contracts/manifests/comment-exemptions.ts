import type {Exemption} from '../../core/contract.js'
import {Lines, type Source} from '../../core/source.js'
import {ruleIdOf} from '../../standard/catalogue.js'
import {type JsonDocument, JsonNode, type Place} from '../json/node.js'
import type {CommentPlace} from './model.js'

/** `# mesh-ignore <rule> <reason>`, on a line of its own or behind what it is about. */
const written = /(?:^|[ \t])#[ \t]*(mesh-ignore(?:[ \t]+(\S+)(?:[ \t]+(.*\S))?)?[ \t]*)$/

/** A comment and the line that it speaks for, with all that is below what begins there. */
interface Comment {
  readonly line: number
  readonly exemption: Exemption<CommentPlace>
}

/** Kubernetes refuses members that it does not know: what is exempted in a manifest is exempted by a comment. */
export class CommentExemptions {
  readonly all: readonly Exemption<CommentPlace>[]
  readonly #byLine = new Map<number, Comment[]>()

  constructor(document: JsonDocument) {
    // A file may hold several documents; what stands above one of them speaks for all of it.
    const {start} = document.locate({node: document.root, on: 'value'})
    const {comments, breaks} = commentsOf(document.source)
    const end = comments.length === 0 ? 0 : (breaks.find(line => line > start.line) ?? Number.POSITIVE_INFINITY)
    const own = comments.filter(({line}) => line >= start.line && line < end)
    for (const comment of own) this.#byLine.set(comment.line, [...(this.#byLine.get(comment.line) ?? []), comment])
    this.all = own.map(({exemption}) => exemption)
  }

  /** What silences a rule at a place; the innermost, if several do. */
  at(place: Place | CommentPlace, rule: string): Exemption<CommentPlace> | undefined {
    if (this.all.length === 0 || 'comment' in place) return undefined
    for (let node: JsonNode | undefined = place instanceof JsonNode ? place : place.node; node; node = node.parent) {
      const {line} = node.document.locate({node, on: node.parent?.isObject ? 'key' : 'value'}).start
      const found = this.#byLine.get(line)?.find(({exemption}) => ruleIdOf(exemption.rule ?? '') === rule)
      if (found) return found.exemption
    }
    return undefined
  }
}

/** What a source says in comments, and on which lines its documents are divided. */
interface Comments {
  readonly comments: readonly Comment[]
  readonly breaks: readonly number[]
}

/** A file may hold thousands of documents: it is looked through once. */
const known = new WeakMap<Source, Comments>()

function commentsOf(source: Source): Comments {
  let found = known.get(source)
  if (found === undefined) {
    const comments = readComments(source)
    found = {comments, breaks: comments.length === 0 ? [] : breaksOf(source)}
    known.set(source, found)
  }
  return found
}

function breaksOf({text}: Source): readonly number[] {
  return text.split('\n').flatMap((row, index) => (/^(?:---|\.\.\.)(?:\s|$)/.test(row) ? index + 1 : []))
}

function readComments({path, text}: Source): readonly Comment[] {
  if (!text.includes('mesh-ignore')) return []
  const rows = new Lines(text)
  const count = text.split('\n').length
  const comments: Comment[] = []
  for (let line = 1; line <= count; line++) {
    const row = rows.line(line)
    const match = written.exec(row)
    if (match === null) continue
    const [, comment = '', rule, reason] = match
    const start = row.length - comment.length
    const at: CommentPlace = {
      comment: {path, start: {line, column: start + 1}, end: {line, column: row.trimEnd().length + 1}},
    }
    comments.push({line: targetOf(rows, line, count), exemption: {rule, reason, at}})
  }
  return comments
}

/** The line itself, when something else stands on it; or the next one with something on it that is no comment. */
function targetOf(rows: Lines, line: number, count: number): number {
  if (!/^[ \t]*#/.test(rows.line(line))) return line
  for (let next = line + 1; next <= count; next++) if (!/^[ \t]*(?:#.*)?$|^---/.test(rows.line(next))) return next
  return line
}
