import type {Neighbour, ReadContext} from '../index.js'
import {exemptionAt} from '../json/exemptions.js'
import {type JsonDocument, JsonNode} from '../json/node.js'
import {References} from '../json/references.js'
import type {SchemaView} from '../json/schema.js'
import {SchemaViews} from '../json/schema-views.js'
import {reachableSchemas} from '../json/schemas.js'
import type {ApiModel} from '../shared/model.js'
import {apiOf} from './api.js'
import {readTraffic2, readTraffic3, type Traffic} from './channels.js'
import {missingDeadLetters} from './dead-letters.js'
import {jsonSchemaIn, MessageReader} from './messages.js'
import type {AsyncApi, AsyncApiContract, Message, Topic} from './model.js'
import {serversOf} from './servers.js'
import {isTopicManifest, topicOf, topicsOf} from './topics.js'

/** Makes the model of an AsyncAPI document or of a manifest. Never throws: what is odd is left out of the lists. */
export async function readAsyncApi(
  document: JsonDocument,
  {documents, neighbours}: Pick<ReadContext, 'documents' | 'neighbours'>,
): Promise<AsyncApiContract> {
  const model = new AsyncApiModel(document.root, new References(documents))
  // Files are looked for only where something may be in one of them.
  if (neighbours && missingDeadLetters(model).length > 0) model.elsewhere = addressesIn(document, await neighbours())
  return {
    kind: 'asyncapi',
    source: document.source,
    document: model,
    // A place may lie in another file than the contract itself.
    locate: place => (place instanceof JsonNode ? place : place.node).document.locate(place),
    element: place => (place instanceof JsonNode ? place : place.node).element,
    exemption: exemptionAt,
  }
}

/** The topics and addresses of other documents. */
function addressesIn(own: JsonDocument, neighbours: readonly Neighbour[]): ReadonlySet<string> {
  const others = neighbours.filter(({document}) => document.root.value !== own.root.value)
  const models = others.map(({document, documents}) => new AsyncApiModel(document.root, new References(documents)))
  const names = models.flatMap(({channels, topics}) => [
    ...channels.flatMap(({address}) => address ?? []),
    ...topics.map(({name}) => name),
  ])
  return new Set(names)
}

/** The lists are made when a rule asks for them, and once. */
class AsyncApiModel implements AsyncApi {
  readonly version: AsyncApi['version']
  /** Schemas are those of draft 7, where nothing counts beside a `$ref`. */
  readonly siblings = false
  readonly api: ApiModel
  elsewhere: ReadonlySet<string> = new Set()
  readonly #views: SchemaViews
  #traffic: (Traffic & {readonly messages: readonly Message[]}) | undefined
  #topics: readonly Topic[] | undefined
  #schemas: readonly JsonNode[] | undefined
  #everySchema: readonly JsonNode[] | undefined

  constructor(
    readonly root: JsonNode,
    readonly references: References,
  ) {
    this.version = versionOf(root)
    this.api = apiOf(this)
    this.#views = new SchemaViews(references, this.siblings)
  }

  get servers() {
    return serversOf(this.root, node => this.references.resolve(node))
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
    this.#schemas ??= this.#reachable(this.#schemaRoots())
    return this.#schemas
  }

  get everySchema() {
    this.#everySchema ??= this.#reachable([...this.#schemaRoots(), ...this.#furtherRoots()])
    return this.#everySchema
  }

  #reachable(roots: readonly JsonNode[]): readonly JsonNode[] {
    return reachableSchemas(roots, (node, ref) => this.references.next(node, ref))
  }

  /** Schemas of payloads and of `components`, as far as they are in JSON Schema. */
  #schemaRoots(): readonly JsonNode[] {
    const {root, references, messages} = this
    // What a message says to be in another language is no JSON Schema, wherever it stands.
    const strange = new Set(
      messages.flatMap(({payload, member}) => {
        const use = payload === undefined ? member('payload') : undefined
        return use ? references.resolve(use)?.value : []
      }),
    )
    const named = (root.at('components', 'schemas')?.children() ?? []).filter(({value}) => !strange.has(value))
    return [
      ...named.flatMap(node => (this.version === '3' ? (jsonSchemaIn(node) ?? []) : node)),
      ...messages.flatMap(({payload}) => payload ?? []),
    ]
  }

  #furtherRoots(): readonly JsonNode[] {
    const follow = (use: JsonNode) => this.references.resolve(use) ?? []
    const {root, messages, channels} = this
    const parameters = [root.get('components'), ...channels.map(({node}) => node)].flatMap(
      holder => holder?.get('parameters')?.children() ?? [],
    )
    return [
      ...messages.flatMap(({headers, kafka}) => [...headers, kafka('key') ?? []].flat()),
      ...parameters.flatMap(follow).flatMap(node => node.get('schema') ?? []),
    ]
  }

  view(schema: JsonNode | readonly JsonNode[]): SchemaView {
    return this.#views.view(schema)
  }

  get #read() {
    this.#traffic ??= this.#readTraffic()
    return this.#traffic
  }

  #readTraffic(): Traffic & {readonly messages: readonly Message[]} {
    const {root, version} = this
    if (version !== '2' && version !== '3') return {channels: [], operations: [], messages: []}
    const follow = (node: JsonNode) => this.references.resolve(node)
    const messages = new MessageReader(follow, version)
    const traffic = (version === '3' ? readTraffic3 : readTraffic2)({root, follow, messages})
    for (const use of root.at('components', 'messages')?.children() ?? []) messages.read(use)
    return {...traffic, messages: messages.all}
  }
}

function versionOf(root: JsonNode): AsyncApi['version'] {
  const version = root.get('asyncapi')?.shown
  if (version === undefined) return isTopicManifest(root) ? 'topics' : 'unknown'
  if (!/^(?:[23]|(?:2\.[0-6]|3\.[01])(?:\.\d.*)?)$/.test(version)) return 'unknown'
  return version.startsWith('2') ? '2' : '3'
}
