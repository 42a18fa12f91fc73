import type {Problem} from '../json/problem.js'
import {schemaProblems} from '../json/schema-keywords.js'
import type {AsyncApi, JsonNode} from './model.js'
import {ObjectCheck} from './structure/object-check.js'

/** What is not as the AsyncAPI Specification demands, and what a document says that cannot be meant together. */
export function structureProblems(document: AsyncApi): Problem[] {
  const {root, version, references} = document
  if (version !== '2' && version !== '3') return []
  const check = new ObjectCheck(version, minorOf(root), node => references.resolve(node))
  check.judge(root, {how: 'one', what: 'Document'})
  return [
    ...versionProblems(root),
    ...check.problems.filter(({at}) => at !== root.get('asyncapi')),
    ...schemaProblems(document.everySchema),
    ...(version === '2' ? payloadProblems(document) : operationProblems(document)),
  ]
}

function minorOf(root: JsonNode): number {
  return Number(/^\d+\.(\d+)/.exec(root.get('asyncapi')?.shown ?? '')?.[1] ?? 0)
}

function versionProblems(root: JsonNode): Problem[] {
  const version = root.get('asyncapi')
  if (!version || /^\d+\.\d+\.\d+/.test(version.text ?? '')) return []
  const [, major = '', minor = '0'] = /^(\d+)(?:\.(\d+))?/.exec(version.shown) ?? []
  return [{at: version, message: `"asyncapi" must be a string of three numbers such as "${major}.${minor}.0".`}]
}

/** A payload is only judged where it is in JSON Schema, which its message says. */
function payloadProblems({messages}: AsyncApi): Problem[] {
  return messages.flatMap(({title, payload}) =>
    (payload ?? [])
      .filter(node => !node.isObject && node.boolean === undefined)
      .map(at => ({at, message: `The payload of ${lowered(title)} must be a schema: an object or a boolean.`})),
  )
}

/** What the references of operations lead to: the channel a channel of the document, messages those of the channel. */
function operationProblems({root, references, operations}: AsyncApi): Problem[] {
  const follow = (node: JsonNode) => references.resolve(node)
  const channels = new Set(
    root
      .get('channels')
      ?.children()
      .map(use => follow(use)?.value),
  )
  const channelProblem = (use: JsonNode | undefined, title: string): Problem[] => {
    const target = use?.ref === undefined ? undefined : follow(use)
    if (!use || !target || channels.has(target.value)) return []
    return [{at: use.get('$ref') ?? use, message: `The channel of ${title} is none of the "channels" of the document.`}]
  }
  return operations.flatMap(({title, node}) => {
    const own = lowered(title)
    const reply = node.get('reply')
    const answer = reply && follow(reply)
    return [
      ...channelProblem(node.get('channel'), own),
      ...channelProblem(answer?.get('channel'), `the reply of ${own}`),
      ...strangeMessages(node, own, follow),
      ...(answer?.get('channel') ? strangeMessages(answer, `the reply of ${own}`, follow) : []),
    ]
  })
}

function strangeMessages(holder: JsonNode, title: string, follow: (node: JsonNode) => JsonNode | undefined): Problem[] {
  const use = holder.get('channel')
  const channel = use?.ref === undefined ? undefined : follow(use)
  const messages = holder.get('messages')
  if (!channel || !messages?.isArray) return []
  const known = new Set(
    channel
      .get('messages')
      ?.children()
      .map(message => follow(message)?.value),
  )
  return messages.children().flatMap(message => {
    const found = message.ref === undefined ? undefined : follow(message)
    return found && !known.has(found.value)
      ? [{at: message, message: `A message of ${title} is none of its channel.`}]
      : []
  })
}

function lowered(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1)
}
