import {Lines, type Location, type Source} from '../../core/source.js'
import {pactFailure} from '../exit-codes.js'
import {itemsOf, type JsonNode, type JsonObject, JsonSyntaxError, memberOf, readJson, textOf} from './json-text.js'

/** A contract between one consumer and one provider, as a pact file holds it. */
export interface PactFile {
  readonly source: Source
  readonly consumer: string
  readonly provider: string
  /** Major version of the Pact specification: 1 to 4. */
  readonly specification: number
  readonly interactions: readonly Interaction[]
  /** Names of the plugins that are needed to verify it. */
  readonly plugins: readonly string[]
  readonly root: JsonNode
  /** Of a pact that a broker gave. */
  readonly origin?: PactOrigin
  locate(node: {readonly start: number; readonly end: number}): Location
}

/** What a Pact Broker says about a pact besides its content. */
export interface PactOrigin {
  /** `Pact between web (1.0.0) and users`. */
  readonly title: string
  /** Whether a failure fails nothing: the provider has never verified it successfully. */
  readonly pending: boolean
  /** Whether it is work in progress: chosen only because it is new. */
  readonly wip: boolean
  /** Why it is verified, in the words of the broker. */
  readonly reasons: readonly string[]
  /** Where results go; undefined when the broker takes none. */
  readonly results: string | undefined
}

/** One request and the response to it, or one message. */
export interface Interaction {
  readonly kind: 'http' | 'message' | 'synchronous message'
  /** Messages of version 3 have a list of their own. */
  readonly list: 'interactions' | 'messages'
  readonly description: string
  /** Names of the provider states that it needs, in order. */
  readonly states: readonly string[]
  /** A pending interaction may fail: the consumer says that its provider is not there yet. */
  readonly pending: boolean
  readonly node: JsonObject
  /** Where the description is: the place of the interaction for a person. */
  readonly place: JsonNode
}

/** Reads the text of a pact file; undefined when the JSON is not a pact at all. */
export function readPact(source: Source, origin?: PactOrigin): PactFile | undefined {
  const lines = new Lines(source.text)
  const root = parse(source, lines)
  const consumer = textOf(memberOf(memberOf(root, 'consumer'), 'name'))
  const provider = textOf(memberOf(memberOf(root, 'provider'), 'name'))
  const lists = [memberOf(root, 'interactions'), memberOf(root, 'messages')].filter(list => list?.kind === 'array')
  if (consumer === undefined || provider === undefined || lists.length === 0) return undefined
  const locate = ({start, end}: {readonly start: number; readonly end: number}): Location => ({
    path: source.path,
    start: lines.position(start),
    end: lines.position(end),
  })
  const specification = versionOf(root)
  const interactions = lists.flatMap(list =>
    itemsOf(list).map((item, index) => {
      const {line, column} = lines.position(item.start)
      const at = `Interaction ${index + 1} of "${source.path}" (${line}:${column})`
      return readInteraction(item, list === memberOf(root, 'messages'), at)
    }),
  )
  const plugins = itemsOf(memberOf(memberOf(root, 'metadata'), 'plugins')).map(
    plugin => textOf(memberOf(plugin, 'name')) ?? 'unnamed',
  )
  return {source, consumer, provider, specification, interactions, plugins, root, ...(origin && {origin}), locate}
}

function parse({path, text}: Source, lines: Lines): JsonNode {
  try {
    return readJson(text)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    const {line, column} = lines.position(error.offset)
    throw pactFailure(
      'unreadable',
      text.trim() === '' ? `"${path}" is empty.` : `"${path}" is not valid JSON: ${error.reason} at ${line}:${column}.`,
      'Write the pact anew by running the consumer tests, or leave the file out.',
    )
  }
}

function readInteraction(node: JsonNode, isMessage: boolean, at: string): Interaction {
  const place = memberOf(node, 'description')
  const description = textOf(place)
  const hint = 'Write the pact anew by running the consumer tests.'
  if (node.kind !== 'object' || place === undefined || description === undefined)
    throw pactFailure('unreadable', `${at} has no description.`, hint)
  const kind = isMessage ? 'message' : kindOf(textOf(memberOf(node, 'type')))
  if (kind === undefined)
    throw pactFailure('unreadable', `${at} has a type that is not known: "${textOf(memberOf(node, 'type'))}".`, hint)
  if (kind === 'http' && memberOf(node, 'request')?.kind !== 'object')
    throw pactFailure('unreadable', `${at} has no request.`, hint)
  // Without a response there would be nothing that could fail.
  if (kind === 'http' && memberOf(node, 'response')?.kind !== 'object')
    throw pactFailure('unreadable', `${at} has no response.`, hint)
  const pending = memberOf(node, 'pending')
  return {
    kind,
    list: isMessage ? 'messages' : 'interactions',
    description,
    states: statesOf(node),
    pending: pending?.kind === 'leaf' && pending.value === true,
    node,
    place,
  }
}

function kindOf(type: string | undefined): Interaction['kind'] | undefined {
  if (type === undefined || type === 'Synchronous/HTTP') return 'http'
  if (type === 'Asynchronous/Messages') return 'message'
  return type === 'Synchronous/Messages' ? 'synchronous message' : undefined
}

/** Versions 1 and 2 have one state by its name, later ones a list of names with parameters. */
function statesOf(node: JsonNode): string[] {
  const states = memberOf(node, 'providerStates') ?? memberOf(node, 'providerState') ?? memberOf(node, 'provider_state')
  const names = states?.kind === 'array' ? states.items.map(item => textOf(memberOf(item, 'name')) ?? textOf(item)) : []
  return [...names, textOf(states)].filter(name => name !== undefined && name !== '') as string[] // the filter
}

function versionOf(root: JsonNode): number {
  const metadata = memberOf(root, 'metadata')
  const version =
    textOf(memberOf(memberOf(metadata, 'pactSpecification'), 'version')) ??
    textOf(memberOf(memberOf(metadata, 'pact-specification'), 'version')) ??
    textOf(memberOf(metadata, 'pactSpecificationVersion'))
  return Number.parseInt(version ?? '2', 10) || 2
}
