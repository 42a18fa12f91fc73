import {type JsonNode, memberOf} from '../pacts/json-text.js'
import type {Interaction, PactFile} from '../pacts/pact-file.js'

/** The header that tells our side of the engine which interaction a request belongs to; the provider never sees it. */
export const interactionHeader = 'x-mesh-interaction'

/**
 * The engine follows redirects: a consumer that expects one could never be verified. Where a 3xx is expected,
 * `Location` has this name in the copy of the pact and in the response of the gate, and the engine stays where it is.
 */
export const redirectHeader = 'x-mesh-location'

/** An interaction of a run. `number` is unique in the run. */
export interface NumberedInteraction {
  readonly number: number
  readonly pact: PactFile
  readonly interaction: Interaction
}

/** The consumer, or the broker for its pact, says that a failure is no failure of the provider yet. */
export function isPending({pact, interaction}: Pick<NumberedInteraction, 'pact' | 'interaction'>): boolean {
  return interaction.pending || pact.origin?.pending === true
}

/** Counts the interactions of several pacts through, in the order in which the engine verifies them. */
export function numberInteractions(pacts: readonly PactFile[]): NumberedInteraction[] {
  return pacts
    .flatMap(pact => pact.interactions.map(interaction => ({pact, interaction})))
    .map((entry, index) => ({...entry, number: index + 1}))
}

/** What the engine reads instead of the description. Results are joined by it: descriptions need not be unique. */
export function engineDescription(number: number): string {
  return `mesh-interaction-${number}`
}

/** The number in a text of the engine that names an interaction. */
export function numberIn(text: string): number | undefined {
  const digits = /mesh-interaction-(\d+)/.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/**
 * The text of a pact with these of its interactions alone, and their numbers as descriptions and as a header. Everything
 * else stays byte for byte: a pact that is parsed and written again would have other numbers in it.
 */
export function engineCopy(pact: PactFile, interactions: readonly NumberedInteraction[]): string {
  const {text} = pact.source
  const own = interactions.filter(entry => entry.pact === pact)
  const kept = new Set<JsonNode>(own.map(({interaction}) => interaction.node))
  const lists = [memberOf(pact.root, 'interactions'), memberOf(pact.root, 'messages')]
  const edits = [...own.flatMap(entry => editsOf(entry)), ...lists.flatMap(list => gapsIn(list, kept))].sort(
    (a, b) => a.start - b.start,
  )
  const parts: string[] = []
  let at = text.startsWith('\uFEFF') ? 1 : 0 // the engine takes a byte order mark for an error
  for (const {start, end, replacement} of edits) {
    parts.push(text.slice(at, start), replacement)
    at = end
  }
  return [...parts, text.slice(at)].join('')
}

/** Takes the items of a list away that are not kept, and what is between them. */
function gapsIn(list: JsonNode | undefined, kept: ReadonlySet<JsonNode>): Edit[] {
  if (list?.kind !== 'array' || list.items.every(item => kept.has(item))) return []
  const ends = [...list.items.filter(item => kept.has(item)), {start: list.end - 1, end: list.end}]
  let behind = list.start + 1
  return ends.map(({start, end}, index) => {
    const gap = {start: behind, end: start, replacement: index === 0 || index === ends.length - 1 ? '' : ','}
    behind = end
    return gap
  })
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly replacement: string
}

function editsOf({number, pact, interaction}: NumberedInteraction): Edit[] {
  const {place, node, kind} = interaction
  const description = {start: place.start, end: place.end, replacement: JSON.stringify(engineDescription(number))}
  if (kind !== 'http') return [description]
  const redirect = expectsRedirect(interaction) ? renamesOf(memberOf(node, 'response')) : []
  return [description, ...redirect, headerEdit(number, pact, node)]
}

/** The status of the expected response is 3xx. */
export function expectsRedirect({node}: Interaction): boolean {
  const status = memberOf(memberOf(node, 'response'), 'status')
  return status?.kind === 'leaf' && Math.floor(Number(status.value) / 100) === 3
}

/** The header itself, and its matching rules and generators in the forms of all versions. */
function renamesOf(response: JsonNode | undefined): Edit[] {
  const rules = [memberOf(response, 'matchingRules'), memberOf(response, 'generators')]
  const objects = [memberOf(response, 'headers'), ...rules, ...rules.map(rule => memberOf(rule, 'header'))]
  return objects.flatMap(object =>
    (object?.kind === 'object' ? object.members : []).flatMap(({key, name}) => {
      const renamed = key.replace(/^(|\$\.headers?\.|\$\.headers?\[')location(?=$|\[|'\])/i, `$1${redirectHeader}`)
      return renamed === key ? [] : [{start: name.start, end: name.end, replacement: JSON.stringify(renamed)}]
    }),
  )
}

function headerEdit(number: number, pact: PactFile, node: JsonNode): Edit {
  const request = memberOf(node, 'request')
  const headers = memberOf(request, 'headers')
  const value = pact.specification >= 4 ? `["${number}"]` : `"${number}"`
  const header = `"${interactionHeader}":${value}`
  if (headers?.kind === 'object') {
    const separator = headers.members.length > 0 ? ',' : ''
    return {start: headers.start + 1, end: headers.start + 1, replacement: `${header}${separator}`}
  }
  // `"headers": null` is written by some consumers.
  if (headers) return {start: headers.start, end: headers.end, replacement: `{${header}}`}
  // The reader refuses an interaction without a request.
  if (request?.kind !== 'object') throw new Error(`Interaction ${number} has no request.`)
  const separator = request.members.length > 0 ? ',' : ''
  const start = request.start + 1
  return {start, end: start, replacement: `"headers":{${header}}${separator}`}
}
