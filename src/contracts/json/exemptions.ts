import {ruleIdOf} from '../../standard/catalogue.js'
import type {ApiExemption} from '../shared/model.js'
import {type JsonDocument, JsonNode, type Place} from './node.js'
import {walk} from './reference-walk.js'

/** What silences rules for an element and all below it: a list of `{rule, reason}`. */
const member = 'x-mesh-ignore'

/** Whether a place lies in an element that silences a rule. */
export function isExempted(place: Place, rule: string): boolean {
  for (let node: JsonNode | undefined = place instanceof JsonNode ? place : place.node; node; node = node.parent)
    for (const entry of entriesOf(node)) {
      const name = ruleNameOf(entry)?.text
      if (name !== undefined && ruleIdOf(name) === rule) return true
    }
  return false
}

/** Every exemption in some documents. */
export function exemptionsIn(documents: Iterable<JsonDocument>): ApiExemption[] {
  const found: ApiExemption[] = []
  // The text tells faster than a walk that there are none.
  for (const document of documents)
    if (document.source.text.includes(member))
      walk(document.root, node => {
        const list = node.get(member)
        if (list && !list.isArray) found.push({rule: undefined, reason: undefined, at: list})
        for (const entry of entriesOf(node))
          found.push({rule: ruleNameOf(entry)?.text, reason: entry.get('reason')?.text, at: entry})
      })
  return found
}

function entriesOf(node: JsonNode): readonly JsonNode[] {
  const list = node.isObject ? node.get(member) : undefined
  return list?.isArray ? list.children() : []
}

/** A bare name silences as well; that it has no reason is told by a rule. */
function ruleNameOf(entry: JsonNode): JsonNode | undefined {
  return entry.text === undefined ? entry.get('rule') : entry
}
