import {bindingsOf, type Follow, firstOf, type GrowingMessage, type MessageReader, withTraits} from './messages.js'
import type {Channel, JsonNode, Operation} from './model.js'

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

/** In 2.x operations are below their channel, and say what others do: `publish` is what the application receives. */
export function readTraffic2({root, follow, messages}: Around): Traffic {
  const operations: Operation[] = []
  const otherProtocol = servesOther(root, follow)
  const channels = entriesOf(root.get('channels')).map(use => {
    const node = follow(use) ?? use
    const found: GrowingMessage[] = []
    const channel = channelOf(use, node, use.name, {node: use, on: 'key'}, found, otherProtocol, follow)
    for (const [member, action] of [
      ['subscribe', 'send'],
      ['publish', 'receive'],
    ] as const) {
      const operation = node.get(member)
      if (!operation?.isObject) continue
      const message = operation.get('message')
      if (message) found.push(...messages.read(message, channel))
      const id = operation.get('operationId')?.text
      const title = `Operation "${id ?? `${member} ${use.name}`}"`
      operations.push(operationOf(operation, title, action, channel, follow))
    }
    return channel
  })
  return {channels, operations}
}

/** In 3.x operations say what the application does, and refer to their channel. */
export function readTraffic3({root, follow, messages}: Around): Traffic {
  const otherProtocol = servesOther(root, follow)
  const byValue = new Map<unknown, Channel>()
  const channels = entriesOf(root.get('channels')).map(use => {
    const node = follow(use) ?? use
    const address = node.get('address')
    const found: GrowingMessage[] = []
    const at = address ?? {node: use, on: 'key' as const}
    const channel = channelOf(use, node, address?.text, at, found, otherProtocol, follow)
    for (const message of entriesOf(node.get('messages'))) found.push(...messages.read(message, channel))
    byValue.set(node.value, channel)
    return channel
  })
  const operations = entriesOf(root.get('operations')).flatMap(use => {
    const node = follow(use)
    const action = node?.get('action')?.text
    if (!node?.isObject || (action !== 'send' && action !== 'receive')) return []
    const target = node.get('channel')
    const channel = target && byValue.get(follow(target)?.value)
    return operationOf(node, `Operation "${use.name}"`, action, channel, follow)
  })
  return {channels, operations}
}

function channelOf(
  use: JsonNode,
  node: JsonNode,
  address: string | undefined,
  at: Channel['addressAt'],
  messages: readonly GrowingMessage[],
  otherProtocol: boolean,
  follow: Follow,
): Channel {
  const [kafka] = bindingsOf([node], follow)
  const bindings = node.get('bindings')
  const protocols = entriesOf(bindings && follow(bindings))
  const topic = kafka?.get('topic')
  return {
    name: use.name,
    address: topic?.text ?? address,
    addressAt: topic ?? at,
    node,
    use,
    messages,
    isTopic: kafka !== undefined || (protocols.length === 0 && !otherProtocol),
    kafka,
  }
}

function operationOf(
  node: JsonNode,
  title: string,
  action: Operation['action'],
  channel: Channel | undefined,
  follow: Follow,
): Operation {
  const sources = withTraits(node, follow)
  return {title, action, node, channel, member: name => firstOf(sources, name)}
}

/** There are servers, and none of them speaks Kafka. */
function servesOther(root: JsonNode, follow: Follow): boolean {
  const protocols = entriesOf(root.get('servers')).map(use => follow(use)?.get('protocol')?.text ?? '')
  return protocols.length > 0 && !protocols.some(protocol => /^kafka/i.test(protocol))
}

function entriesOf(map: JsonNode | undefined): readonly JsonNode[] {
  return map?.isObject ? map.children().filter(({name}) => !name.startsWith('x-')) : []
}
