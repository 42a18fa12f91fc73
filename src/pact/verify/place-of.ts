import type {Location} from '../../core/source.js'
import {type JsonNode, memberOf, textOf} from '../pacts/json-text.js'
import type {Interaction, PactFile} from '../pacts/pact-file.js'
import type {EngineMismatch} from './engine-result.js'

/** Where the pact says what was expected: the value in the body, the header, the status; else the description. */
export function placeOf(pact: PactFile, interaction: Interaction, mismatch: EngineMismatch): Location {
  return pact.locate(expectedNode(interaction, mismatch) ?? interaction.place)
}

/** Where the pact asks for a provider state. */
export function placeOfState(pact: PactFile, {node, place}: Interaction, state: string | undefined): Location {
  const states = memberOf(node, 'providerStates') ?? memberOf(node, 'providerState') ?? memberOf(node, 'provider_state')
  const items = states?.kind === 'array' ? states.items : []
  const item = items.map(entry => memberOf(entry, 'name') ?? entry).find(name => textOf(name) === state)
  return pact.locate(item ?? states ?? place)
}

function expectedNode({node}: Interaction, {type, path, key}: EngineMismatch): JsonNode | undefined {
  const response = memberOf(node, 'response') ?? node
  if (type === 'StatusMismatch') return memberOf(response, 'status')
  if (type === 'HeaderMismatch') return memberIgnoringCase(memberOf(response, 'headers'), key ?? path ?? '')
  if (type === 'MetadataMismatch')
    return memberIgnoringCase(memberOf(response, 'metadata') ?? memberOf(response, 'metaData'), key ?? '')
  if (type === 'BodyTypeMismatch')
    return memberIgnoringCase(memberOf(response, 'headers'), 'content-type') ?? bodyOf(response)
  return type === 'BodyMismatch' ? follow(bodyOf(response), path ?? '$') : undefined
}

/** Version 4 wraps a body: `{content, contentType, encoded}`. */
function bodyOf(response: JsonNode): JsonNode | undefined {
  const body = memberOf(response, 'body') ?? memberOf(response, 'contents')
  const content = memberOf(body, 'content')
  return content && memberOf(body, 'contentType') ? content : body
}

function memberIgnoringCase(node: JsonNode | undefined, name: string): JsonNode | undefined {
  if (node?.kind !== 'object') return undefined
  return node.members.find(member => member.key.toLowerCase() === name.toLowerCase())?.value
}

/**
 * The node at a JSON path, or the deepest one on the way to it. The example of a list often has one item that stands
 * for all.
 */
function follow(body: JsonNode | undefined, path: string): JsonNode | undefined {
  let node = body
  for (const step of stepsOf(path)) {
    const next: JsonNode | undefined =
      node?.kind === 'array' ? (node.items[Number(step)] ?? node.items[0]) : memberOf(node, step)
    if (!next) break
    node = next
  }
  return node
}

/** `$.items[0]['first name']` has the steps `items`, `0` and `first name`. */
function stepsOf(path: string): string[] {
  return [...path.replace(/^\$/, '').matchAll(/\.([^.[\]]+)|\[(\d+|\*)\]|\['((?:[^'\\]|\\.)*)'\]/g)].map(
    ([, name, index, quoted]) => name ?? index ?? (quoted ?? '').replaceAll(/\\(.)/g, '$1'),
  )
}
