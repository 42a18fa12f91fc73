import {isExempted} from '../json/exemptions.js'
import {type JsonDocument, JsonNode} from '../json/node.js'
import {type Documents, References} from '../json/references.js'
import type {SchemaView} from '../json/schema.js'
import {SchemaViews} from '../json/schema-views.js'
import {reachableSchemas} from '../json/schemas.js'
import type {ApiModel} from '../shared/model.js'
import {apiOf} from './api.js'
import {readTraffic2, readTraffic3, type Traffic} from './channels.js'
import {MessageReader} from './messages.js'
import type {AsyncApi, AsyncApiContract, Message, Topic} from './model.js'
import {isTopicManifest, topicOf, topicsOf} from './topics.js'

/** Makes the model of an AsyncAPI document or of a manifest. Never throws: what is odd is left out of the lists. */
export function readAsyncApi(
  document: JsonDocument,
  {documents = new Map()}: {readonly documents?: Documents} = {},
): AsyncApiContract {
  return {
    kind: 'asyncapi',
    source: document.source,
    document: new AsyncApiModel(document.root, new References(documents)),
    // A place may lie in another file than the contract itself.
    locate: place => (place instanceof JsonNode ? place : place.node).document.locate(place),
    element: place => (place instanceof JsonNode ? place : place.node).element,
    ignores: isExempted,
  }
}

/** The lists are made when a rule asks for them, and once. */
class AsyncApiModel implements AsyncApi {
  readonly version: AsyncApi['version']
  /** Schemas are those of draft 7, where nothing counts beside a `$ref`. */
  readonly siblings = false
  readonly api: ApiModel
  readonly #views: SchemaViews
  #traffic: (Traffic & {readonly messages: readonly Message[]}) | undefined
  #topics: readonly Topic[] | undefined
  #schemas: readonly JsonNode[] | undefined

  constructor(
    readonly root: JsonNode,
    readonly references: References,
  ) {
    this.version = versionOf(root)
    this.api = apiOf(this)
    this.#views = new SchemaViews(references, this.siblings)
  }

  get channels() {
    return this.#read.channels
  }

  get operations() {
    return this.#read.operations
  }

  get messages() {
    return this.#read.messages
  }

  get topics() {
    this.#topics ??=
      this.version === 'topics'
        ? topicsOf(this.root)
        : this.channels.filter(({isTopic}) => isTopic).flatMap(channel => topicOf(channel) ?? [])
    return this.#topics
  }

  get schemas() {
    if (!this.#schemas) {
      const roots = [
        ...(this.root.at('components', 'schemas')?.children() ?? []),
        ...this.messages.flatMap(({payload}) => payload ?? []),
      ]
      this.#schemas = reachableSchemas(roots, (node, ref) => this.references.next(node, ref))
    }
    return this.#schemas
  }

  view(schema: JsonNode | readonly JsonNode[]): SchemaView {
    return this.#views.view(schema)
  }

  get #read() {
    if (!this.#traffic) {
      const {root} = this
      const follow = (node: JsonNode) => this.references.resolve(node)
      const messages = new MessageReader(follow, root.get('defaultSchemaFormat')?.text)
      const read = this.version === '3' ? readTraffic3 : readTraffic2
      const isAsyncApi = this.version === '2' || this.version === '3'
      const traffic = isAsyncApi ? read({root, follow, messages}) : {channels: [], operations: []}
      if (isAsyncApi) for (const use of root.at('components', 'messages')?.children() ?? []) messages.read(use)
      this.#traffic = {...traffic, messages: messages.all}
    }
    return this.#traffic
  }
}

function versionOf(root: JsonNode): AsyncApi['version'] {
  const version = root.get('asyncapi')?.shown
  if (version === undefined) return isTopicManifest(root) ? 'topics' : 'unknown'
  const [, major] = /^([23])\./.exec(version) ?? []
  // Sound: the expression has no other group.
  return (major as '2' | '3' | undefined) ?? 'unknown'
}
