import type {Exemption} from '../../core/contract.js'
import {ruleIdOf} from '../../standard/catalogue.js'
import type {Comment} from './comments.js'
import type {ProtobufFile} from './file.js'
import {fileOf} from './names.js'
import type {Declaration, Span} from './nodes.js'

/** `mesh-ignore <rule> <reason>` on a line of its own in a comment. */
const exemption = /(?:^|\n)[ \t]*(?:\/\/+|\/?\*+)?[ \t]*(mesh-ignore\b[^\n]*)/g

/** Every line of a comment that exempts something from a rule. */
export function exemptionsOf(file: ProtobufFile): Exemption<Span>[] {
  return file.hasExemptions ? [...file.comments.all()].flatMap(comment => exemptionsIn(comment, file)) : []
}

/**
 * The comment that exempts a declaration from a rule: one above the declaration or above what it is in, or behind it on
 * its line. Above the `syntax`, `edition` or `package` statement it speaks for the whole file.
 */
export function exemptionOf(node: Declaration, rule: string): Exemption<Span> | undefined {
  const file = fileOf(node)
  // Most files exempt nothing, and are asked for every finding.
  if (!file.hasExemptions) return undefined
  for (let at: Declaration | undefined = node; at !== undefined; at = at.parent)
    for (const comment of commentsOf(at, file)) {
      const found = exemptionsIn(comment, file).find(each => each.rule !== undefined && ruleIdOf(each.rule) === rule)
      if (found) return found
    }
  return undefined
}

function commentsOf(node: Declaration, file: ProtobufFile): Comment[] {
  const {comments} = file
  if (node.kind === 'file') return [file.syntax, file.package].flatMap(each => (each ? commentsOf(each, file) : []))
  return [...comments.of(node), ...comments.detached(node.start)]
}

function exemptionsIn(comment: Comment, file: ProtobufFile): Exemption<Span>[] {
  const text = file.source.text.slice(comment.start, comment.end)
  if (!text.includes('mesh-ignore')) return []
  return [...text.matchAll(exemption)].map(match => {
    const line = (match[1] ?? '').replace(/\s*(?:\*\/)?\s*$/, '')
    const [, rule, reason] = /^mesh-ignore(?:[ \t]+(\S+))?(?:[ \t]+(.*))?$/.exec(line) ?? []
    const start = comment.start + match.index + match[0].lastIndexOf(match[1] ?? '')
    return {rule, reason, at: {node: file, start, end: start + line.length}}
  })
}
