import {ruleIdOf} from '../../standard/catalogue.js'
import type {Comment} from './comments.js'
import type {ProtobufFile} from './file.js'
import {fileOf} from './names.js'
import type {Declaration} from './nodes.js'

/** `mesh-ignore <rule> <reason>` on a line of its own in a comment. */
const exemption = /^mesh-ignore[ \t]+(\S+)/gm

/**
 * Whether a comment exempts a declaration from a rule: one above the declaration or above what it is in, or behind it
 * on its line. Above the `syntax`, `edition` or `package` statement it speaks for the whole file.
 */
export function ignored(node: Declaration, rule: string): boolean {
  const file = fileOf(node)
  // Most files exempt nothing, and are asked for every finding.
  if (!file.hasExemptions) return false
  for (let at: Declaration | undefined = node; at !== undefined; at = at.parent)
    if (commentsOf(at, file).some(comment => exempts(comment, rule))) return true
  return false
}

function commentsOf(node: Declaration, file: ProtobufFile): Comment[] {
  const {comments} = file
  if (node.kind === 'file') return [file.syntax, file.package].flatMap(each => (each ? commentsOf(each, file) : []))
  return [...comments.of(node), ...comments.detached(node.start)]
}

function exempts(comment: Comment, rule: string): boolean {
  if (!comment.text.includes('mesh-ignore')) return false
  return [...comment.text.matchAll(exemption)].some(([, name]) => name !== undefined && ruleIdOf(name) === rule)
}
