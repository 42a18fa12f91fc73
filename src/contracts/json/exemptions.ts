import type {Exemption} from '../../core/contract.js'
import {ruleIdOf} from '../../standard/catalogue.js'
import {type JsonDocument, JsonNode, type Place} from './node.js'
import {walk} from './reference-walk.js'

/** What silences rules for an element and all below it: a list of `{rule, reason}`. */
const member = 'x-mesh-ignore'

/** What silences a rule for the element that a place lies in; the innermost, if several do. */
export function exemptionAt(place: Place, rule: string): Exemption<JsonNode> | undefined {
  for (let node: JsonNode | undefined = place instanceof JsonNode ? place : place.node; node; node = node.parent)
    for (const entry of entriesOf(node)) {
      const exemption = exemptionOf(entry)
      if (exemption.rule !== undefined && ruleIdOf(exemption.rule) === rule) return exemption
    }
  return undefined
}

/** Every exemption in some documents. */
export function exemptionsIn(documents: Iterable<JsonDocument>): Exemption<JsonNode>[] {
  const found: Exemption<JsonNode>[] = []
  // The text tells faster than a walk that there are none.
  for (const document of documents)
    if (document.source.text.includes(member))
      walk(document.root, node => {
        const list = node.get(member)
        if (list && !list.isArray) found.push({rule: undefined, reason: undefined, at: list})
        found.push(...entriesOf(node).map(exemptionOf))
      })
  return found
}

function entriesOf(node: JsonNode): readonly JsonNode[] {
  const list = node.isObject ? node.get(member) : undefined
  return list?.isArray ? list.children() : []
}

/** A bare name silences as well; that it has no reason is told by a rule. */
function exemptionOf(entry: JsonNode): Exemption<JsonNode> {
  const name = entry.text === undefined ? entry.get('rule') : entry
  return {rule: name?.text, reason: entry.get('reason')?.text, at: entry}
}
