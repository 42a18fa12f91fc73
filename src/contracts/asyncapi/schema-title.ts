import {subjectOf} from '../json/subject.js'
import type {JsonNode} from './model.js'

/** What a message calls a schema: `Schema "Order"`, or `Property "lines[].price" of message "OrderPlaced"`. */
export function schemaTitle(node: JsonNode): string {
  const {title, path} = subjectOf(node, holderOf(node))
  if (path === '') return title
  const holder = uncapitalized(title)
  return path.endsWith('[]') ? `An item of "${path.slice(0, -2)}" of ${holder}` : `Property "${path}" of ${holder}`
}

/** A title in the middle of a sentence. */
export function uncapitalized(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1)
}

/** What a schema is written in. */
function holderOf(node: JsonNode): {readonly title: string; readonly node: JsonNode} {
  for (let at: JsonNode | undefined = node; at; at = at.parent) {
    const name = at.get('name')?.text ?? at.name
    if (at.key === 'message') return {title: name === 'message' ? 'The message' : `Message "${name}"`, node: at}
    if (at.parent?.key === 'messages' || at.parent?.key === 'messageTraits')
      return {title: `Message "${name}"`, node: at}
    if (at.parent?.key === 'parameters') return {title: `Parameter "${at.name}"`, node: at}
  }
  return {title: 'The schema', node}
}
