import type {ApiErrorCode} from '../shared/model.js'
import type {ProtobufFile} from './file.js'
import type {Declaration, Span} from './nodes.js'

/** A word of a comment, with the offset of its start. */
interface Note {
  readonly text: string
  readonly start: number
}

/** What the first group of a pattern matches in the comments of a declaration: the one above it, or the one behind it. */
export function noteIn(file: ProtobufFile, node: Declaration, pattern: RegExp): Note | undefined {
  const {comments, source} = file
  for (const comment of comments.of(node)) {
    const match = pattern.exec(source.text.slice(comment.start, comment.end))
    const text = match?.[1]
    if (match === null || text === undefined) continue
    return {text, start: comment.start + match.index + match[0].lastIndexOf(text)}
  }
  return undefined
}

/** A line of a comment that lists the reasons of `google.rpc.ErrorInfo`, and one item of it. */
const reasons = /\bErrorInfo(?:[ \t]+(?:reasons?|codes?))?[ \t]*:[ \t]*([^\n]+)/g
const reason = /[A-Za-z][\w-]*/g

/** Codes that comments announce: `// ErrorInfo: ORDER_CLOSED, ORDER_PAID`. */
export function errorCodesOf(file: ProtobufFile): ApiErrorCode[] {
  if (!file.source.text.includes('ErrorInfo')) return []
  return matchesIn(file, reasons).flatMap(({text, start}) => {
    // Behind a dot, a dash or a parenthesis follows what the code means.
    const list = text.split(/[.(]| - | – /, 1)[0] ?? ''
    return [...list.matchAll(reason)].map(match => ({code: match[0], at: spanAt(file, start + match.index, match[0])}))
  })
}

/** What the first group of a pattern matches in all comments of a file. */
function matchesIn(file: ProtobufFile, pattern: RegExp): Note[] {
  const {comments, source} = file
  return [...comments.all()].flatMap(({start, end}) =>
    [...source.text.slice(start, end).matchAll(pattern)].map(match => {
      const text = match[1] ?? ''
      return {text, start: start + match.index + match[0].lastIndexOf(text)}
    }),
  )
}

function spanAt(node: ProtobufFile, start: number, text: string): Span {
  return {node, start, end: start + text.length}
}
