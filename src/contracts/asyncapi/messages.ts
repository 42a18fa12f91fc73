import type {Channel, JsonNode, Message} from './model.js'

/** The node itself, or what its references finally lead to. */
export type Follow = (node: JsonNode) => JsonNode | undefined

/** A message that channels may still be added to. */
export type GrowingMessage = Message & {readonly channels: Channel[]}

/** Reads messages, each once, however many channels use it. */
export class MessageReader {
  readonly #known = new Map<unknown, GrowingMessage>()

  constructor(
    private readonly follow: Follow,
    private readonly major: '2' | '3',
  ) {}

  get all(): readonly Message[] {
    return [...this.#known.values()]
  }

  /** The messages at a place; in 2.x that can be `oneOf` several. */
  read(use: JsonNode, channel?: Channel, seen = new Set<unknown>()): GrowingMessage[] {
    const node = this.follow(use)
    // One of several may be these several again, or others that were looked at.
    if (!node?.isObject || seen.has(node.value)) return []
    const several = node.get('oneOf')
    if (several?.isArray) {
      seen.add(node.value)
      return several.children().flatMap(each => this.read(each, channel, seen))
    }
    let message = this.#known.get(node.value)
    if (!message) {
      message = this.#message(node, use)
      this.#known.set(node.value, message)
    }
    if (channel && !message.channels.includes(channel)) message.channels.push(channel)
    return [message]
  }

  #message(node: JsonNode, use: JsonNode): GrowingMessage {
    const sources = withTraits(node, this.major, this.follow)
    const member = (name: string) => firstOf(sources, name)
    const payload = member('payload')
    const name = member('name')?.text ?? keyOf(node) ?? keyOf(use)
    return {
      name,
      title: name === undefined ? 'The message' : `Message "${name}"`,
      node,
      use,
      payload: payload === undefined ? [] : this.#schemaIn(payload, member('schemaFormat')?.text),
      headers: sources.flatMap(source => {
        const headers = source.get('headers')
        return (headers && this.#schemaIn(headers, undefined)) ?? []
      }),
      tags:
        member('tags')
          ?.children()
          .flatMap(tag => this.follow(tag)?.get('name')?.text ?? []) ?? [],
      member,
      kafka: key => firstOf(bindingsOf(sources, this.follow), key),
      channels: [],
    }
  }

  /** A schema in JSON Schema; undefined when it is in another language. */
  #schemaIn(use: JsonNode, format: string | undefined): readonly JsonNode[] | undefined {
    if (this.major === '2') return isJsonSchema(format) ? [use] : undefined
    const node = this.follow(use)
    return node ? jsonSchemaIn(node, use) : [use]
  }
}

/**
 * A node and its traits, which say the rest of it. In 2.x traits overwrite what they are applied to, in 3.x they do not;
 * in both a later trait overwrites an earlier one. What counts is first.
 */
export function withTraits(node: JsonNode, major: '2' | '3', follow: Follow): readonly JsonNode[] {
  const traits = (node.get('traits')?.children() ?? []).flatMap(trait => follow(trait) ?? []).reverse()
  return major === '2' ? [...traits, node] : [node, ...traits]
}

/** The Kafka bindings of some nodes. */
export function bindingsOf(nodes: readonly JsonNode[], follow: Follow): readonly JsonNode[] {
  return nodes.flatMap(node => {
    const bindings = node.get('bindings')
    const kafka = bindings && follow(bindings)?.get('kafka')
    return (kafka && follow(kafka)) ?? []
  })
}

export function firstOf(nodes: readonly JsonNode[], name: string): JsonNode | undefined {
  for (const node of nodes) {
    const found = node.get(name)
    if (found) return found
  }
  return undefined
}

/** The name that a map gives a message. */
function keyOf(node: JsonNode): string | undefined {
  return node.parent?.key === 'messages' && typeof node.key === 'string' ? node.key : undefined
}

/** A schema of 3.x may say its own format and stand in `schema`; undefined when that is no JSON Schema. */
export function jsonSchemaIn(node: JsonNode, use = node): readonly JsonNode[] | undefined {
  const inner = node.get('schema')
  if (!inner) return [use]
  return isJsonSchema(node.get('schemaFormat')?.text) ? [inner] : undefined
}

/** Schemas are AsyncAPI's own kind of JSON Schema when nothing else is said. */
function isJsonSchema(format: string | undefined): boolean {
  return format === undefined || /vnd\.aai\.asyncapi|schema\+(?:json|yaml)|vnd\.oai\.openapi/i.test(format)
}
