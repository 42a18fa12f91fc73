import {bindingsOf, type Follow, firstOf, type GrowingMessage, type MessageReader, withTraits} from './messages.js'
import type {Channel, JsonNode, Message, Operation} from './model.js'

/** Channels and operations of a document, in order. */
export interface Traffic {
  readonly channels: readonly Channel[]
  readonly operations: readonly Operation[]
}

interface Around {
  readonly root: JsonNode
  readonly follow: Follow
  readonly messages: MessageReader
}

/** What the application does itself where others do what the member says. */
const actions: Readonly<Record<string, Operation['action']>> = {subscribe: 'send', publish: 'receive'}

/** In 2.x operations are below their channel, and say what others do: `publish` is what the application receives. */
export function readTraffic2(around: Around): Traffic {
  const {root, follow, messages} = around
  const operations: Operation[] = []
  const channels = entriesOf(root.get('channels')).map(use => {
    const found: GrowingMessage[] = []
    const channel = channelOf(around, use, use.name, {node: use, on: 'key'}, found)
    // In the order in which they are written.
    for (const operation of channel.node.children()) {
      const {name: member} = operation
      const action = Object.hasOwn(actions, member) ? actions[member] : undefined
      if (action === undefined || !operation.isObject) continue
      const id = firstOf(withTraits(operation, '2', follow), 'operationId')?.text
      const title = `Operation "${id ?? `${member} ${use.name}`}"`
      const message = operation.get('message')
      const read = message ? messages.read(message, channel) : []
      found.push(...read)
      operations.push(operationOf(operation, title, action, channel, read, '2', follow))
    }
    return channel
  })
  return {channels, operations}
}

/** In 3.x operations say what the application does, and refer to their channel. */
export function readTraffic3(around: Around): Traffic {
  const {root, follow, messages} = around
  const byValue = new Map<unknown, Channel>()
  const read = (use: JsonNode): Channel => {
    const node = follow(use) ?? use
    const known = byValue.get(node.value)
    if (known) return known
    const address = node.get('address')
    const found: GrowingMessage[] = []
    const channel = channelOf(around, use, address?.text, address ?? {node: use, on: 'key'}, found)
    byValue.set(node.value, channel)
    for (const message of entriesOf(node.get('messages'))) found.push(...messages.read(message, channel))
    return channel
  }
  const channels = entriesOf(root.get('channels')).map(read)
  const operations = entriesOf(root.get('operations')).flatMap(use => {
    const node = follow(use)
    const action = node?.get('action')?.text
    if (!node?.isObject || (action !== 'send' && action !== 'receive')) return []
    const target = node.get('channel')
    const isFound = target !== undefined && follow(target)?.isObject === true
    const channel = isFound ? read(target) : undefined
    const named = node.get('messages')
    const chosen = named?.isArray ? named.children().flatMap(each => messages.read(each)) : (channel?.messages ?? [])
    return operationOf(node, `Operation "${use.name}"`, action, channel, chosen, '3', follow)
  })
  return {channels, operations}
}

function channelOf(
  around: Around,
  use: JsonNode,
  address: string | undefined,
  at: Channel['addressAt'],
  messages: readonly GrowingMessage[],
): Channel {
  const {follow} = around
  const node = follow(use) ?? use
  const [kafka] = bindingsOf([node], follow)
  const bindings = node.get('bindings')
  const bound = entriesOf(bindings && follow(bindings)).map(({name}) => name)
  const served = protocolsOf(around, node.get('servers'))
  const protocols = bound.length > 0 ? bound : served
  const topic = kafka?.get('topic')
  return {
    name: use.name,
    address: topic?.text ?? address,
    addressAt: topic ?? at,
    node,
    use,
    messages,
    isTopic: protocols.length === 0 || protocols.some(protocol => /^kafka/i.test(protocol)),
    isDirect: protocols.length > 0 && protocols.every(isDirect),
    kafka,
  }
}

function operationOf(
  node: JsonNode,
  title: string,
  action: Operation['action'],
  channel: Channel | undefined,
  messages: readonly Message[],
  major: '2' | '3',
  follow: Follow,
): Operation {
  const sources = withTraits(node, major, follow)
  return {title, action, node, channel, messages, member: name => firstOf(sources, name)}
}

/** The protocols of the servers that serve a channel: in 2.x they are named, in 3.x referred to, and without both all. */
function protocolsOf({root, follow}: Around, chosen: JsonNode | undefined): readonly string[] {
  const named = chosen?.isArray ? chosen.children() : []
  const own = named.flatMap(each => (each.text === undefined ? each : (root.at('servers', each.text) ?? [])))
  return (own.length > 0 ? own : entriesOf(root.get('servers'))).map(use => follow(use)?.get('protocol')?.text ?? '')
}

function isDirect(protocol: string): boolean {
  return /^(?:wss?|https?)$/i.test(protocol)
}

function entriesOf(map: JsonNode | undefined): readonly JsonNode[] {
  return map?.isObject ? map.children().filter(({name}) => !name.startsWith('x-')) : []
}
