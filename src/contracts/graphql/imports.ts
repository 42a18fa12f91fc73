import type {Source} from '../../core/source.js'
import type {Span} from './model.js'

/** A comment that build tools read: `#import "./fragment.graphql"`, or `# import Post from './post.graphql'`. */
export interface Import extends Span {
  /** As it is written. */
  readonly path: string
  /** The path of the file that is meant, in the form of the paths of sources. */
  readonly target: string
}

const comment = /^[ \t]*#[ \t]*import[ \t]+(?:[\w.*, \t]+[ \t]from[ \t]+)?(["'])([^"'\r\n]+)\1/gm

/** The imports of a file that are relative to it; of all others only a build tool knows where they lead. */
export function importsIn(source: Source): readonly Import[] {
  const {text, path} = source
  if (!/#[ \t]*import[ \t]/.test(text)) return []
  return [...text.matchAll(comment)].flatMap(match => {
    const written = match[2] ?? ''
    if (!/^\.\.?\/.*\.(?:graphqls?|gql)$/i.test(written)) return []
    const start = match.index + match[0].indexOf('#')
    return {source, start, end: match.index + match[0].length, path: written, target: joined(path, written)}
  })
}

/** The path that one has which is relative to a file. */
function joined(from: string, relative: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of relative.split('/'))
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '.') parts.push(part)
  return parts.join('/')
}
