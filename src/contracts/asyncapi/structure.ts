import {didYouMean} from '../../core/suggest.js'
import type {Problem} from '../json/problem.js'
import type {AsyncApi, JsonNode, Place} from './model.js'

const members = {
  '2': 'asyncapi id info servers defaultContentType channels components tags externalDocs'.split(' '),
  '3': 'asyncapi id info servers defaultContentType channels operations components'.split(' '),
} as const

/** Checks what readers of a document rely on: its required members, their types, and what an operation refers to. */
export function structureProblems({root, version, references}: AsyncApi): Problem[] {
  if (version !== '2' && version !== '3') return []
  const problems: Problem[] = []
  const tell = (at: Place, message: string) => problems.push({at, message})
  const follow = (node: JsonNode) => references.resolve(node)
  const required = (node: JsonNode, names: readonly string[], title: string) => {
    for (const name of names) if (!node.get(name)) tell({node, on: 'key'}, `${title} must have "${name}".`)
  }
  const objects = (map: JsonNode | undefined, title: string): readonly (readonly [JsonNode, JsonNode])[] => {
    if (map === undefined) return []
    if (!map.isObject) tell(map, `${title} must be an object.`)
    return map.isObject ? map.children().flatMap(use => pair(use)) : []
  }
  const pair = (use: JsonNode): readonly (readonly [JsonNode, JsonNode])[] => {
    if (use.name.startsWith('x-')) return []
    const node = follow(use)
    if (node && !node.isObject) tell(node, `"${use.name}" must be an object.`)
    return node?.isObject ? [[use, node]] : []
  }
  for (const child of root.children())
    if (!members[version].includes(child.name) && !child.name.startsWith('x-'))
      tell(
        {node: child, on: 'key'},
        `AsyncAPI ${version} has no "${child.name}" at the top.${didYouMean(child.name, members[version])}`,
      )
  required(root, version === '2' ? ['info', 'channels'] : ['info'], 'The document')
  const info = root.get('info')
  if (info?.isObject) required(info, ['title', 'version'], '"info"')
  else if (info) tell(info, '"info" must be an object.')
  for (const [use, node] of objects(root.get('servers'), '"servers"'))
    required(node, version === '2' ? ['url', 'protocol'] : ['host', 'protocol'], `Server "${use.name}"`)
  for (const [use, node] of objects(root.get('channels'), '"channels"'))
    for (const {at, message} of channelProblems(use, node, version)) tell(at, message)
  if (version === '3')
    for (const [use, node] of objects(root.get('operations'), '"operations"'))
      for (const {at, message} of operationProblems(use, node, follow)) tell(at, message)
  return problems
}

function channelProblems({name}: JsonNode, node: JsonNode, version: '2' | '3'): Problem[] {
  const title = `Channel "${name}"`
  if (version === '2')
    return ['address', 'messages'].flatMap(member => {
      const at = node.get(member)
      return at ? {at: keyOf(at), message: `${title} has "${member}", which AsyncAPI has from 3.0 on.`} : []
    })
  const address = node.get('address')
  const odd = address !== undefined && address.text === undefined && address.value !== null
  return [
    ...(odd ? [{at: address, message: `The address of channel "${name}" must be a text or null.`}] : []),
    ...(['publish', 'subscribe'] as const).flatMap(member => {
      const at = node.get(member)
      const action = member === 'publish' ? 'receive' : 'send'
      const advice = `write an operation with "action: ${action}"`
      return at ? {at: keyOf(at), message: `${title} has "${member}", which AsyncAPI 3 does not know; ${advice}.`} : []
    }),
  ]
}

function operationProblems(use: JsonNode, node: JsonNode, follow: (node: JsonNode) => JsonNode | undefined): Problem[] {
  const title = `Operation "${use.name}"`
  const action = node.get('action')
  const channel = node.get('channel')
  const problems: Problem[] = []
  if (!action) problems.push({at: keyOf(use), message: `${title} must have "action".`})
  else if (action.text !== 'send' && action.text !== 'receive')
    problems.push({
      at: action,
      message: `The action of operation "${use.name}" is "${action.shown}"; it must be "send" or "receive".`,
    })
  if (!channel) problems.push({at: keyOf(use), message: `${title} must have "channel".`})
  else if (channel.ref === undefined)
    problems.push({at: channel, message: `The channel of operation "${use.name}" must be a "$ref".`})
  const target = channel && follow(channel)
  const known = new Set(
    target
      ?.get('messages')
      ?.children()
      .map(message => follow(message)?.value),
  )
  for (const message of target ? (node.get('messages')?.children() ?? []) : []) {
    const found = follow(message)
    if (found && !known.has(found.value))
      problems.push({at: message, message: `A message of operation "${use.name}" is none of its channel.`})
  }
  return problems
}

function keyOf(node: JsonNode): Place {
  return {node, on: 'key'}
}
