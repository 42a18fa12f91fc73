import {exemptionAt} from '../json/exemptions.js'
import {type JsonDocument, JsonNode} from '../json/node.js'
import {type Documents, References} from '../json/references.js'
import {SchemaViews} from '../json/schema-views.js'
import {reachableSchemas} from '../json/schemas.js'
import type {ApiModel} from '../shared/model.js'
import {apiOf} from './api.js'
import {contentOf, headersOf} from './content.js'
import {type MediaType, methods, type OpenApi, type OpenApiContract, type Operation, type PathItem} from './model.js'
import {readPathItem, type Surroundings} from './operations.js'
import {serversOf} from './servers.js'

/** What the reader has to know beside the document. */
export interface OpenApiContext {
  /** What references to other files lead to. */
  readonly documents?: Documents
  /** `lint.exemptPaths`: path templates, in which `*` stands for any text. */
  readonly exemptPaths?: readonly string[]
}

/** Makes the model of an OpenAPI 3 document. Never throws: what is not as it should be is left out of the lists. */
export function readOpenApi(
  document: JsonDocument,
  {documents = new Map(), exemptPaths = []}: OpenApiContext = {},
): OpenApiContract {
  return {
    kind: 'openapi',
    source: document.source,
    document: new OpenApiModel(document.root, new References(documents), pathMatcher(exemptPaths)),
    // A place may lie in another file than the contract itself.
    locate: place => (place instanceof JsonNode ? place : place.node).document.locate(place),
    element: place => (place instanceof JsonNode ? place : place.node).element,
    exemption: exemptionAt,
  }
}

/** The lists are made when a rule asks for them, and once. */
class OpenApiModel implements OpenApi {
  readonly version: OpenApi['version']
  readonly siblings: boolean
  readonly api: ApiModel
  readonly #views: SchemaViews
  readonly #around: Surroundings
  #pathItems: readonly PathItem[] | undefined
  #operations: readonly Operation[] | undefined
  #outgoing: readonly Operation[] | undefined
  #schemas: readonly JsonNode[] | undefined

  constructor(
    readonly root: JsonNode,
    readonly references: References,
    isExempt: (path: string) => boolean,
  ) {
    this.version = versionOf(root)
    // What stands beside a `$ref` counts from 3.1 on; before, it is ignored.
    this.siblings = this.version !== '3.0'
    this.#views = new SchemaViews(references, this.siblings)
    this.api = apiOf(this)
    const known = methods.filter(method => method !== 'query' || this.version === '3.2')
    const furtherMethods = this.version === '3.2'
    this.#around = {
      root,
      titles: new WeakMap(),
      isExempt,
      methods: known,
      furtherMethods,
      follow: node => references.resolve(node),
    }
  }

  get info() {
    return this.#member('info')
  }

  get servers() {
    return serversOf(this.root.get('servers'), this.root)
  }

  get pathItems() {
    this.#pathItems ??= this.#entries('paths')
      .filter(({name}) => name.startsWith('/'))
      .map(use => readPathItem('path', use, this.#around))
    return this.#pathItems
  }

  get operations() {
    this.#operations ??= this.pathItems.flatMap(({operations}) => operations)
    return this.#operations
  }

  get outgoing() {
    this.#outgoing ??= [
      ...this.#entries('webhooks').map(use => readPathItem('webhook', use, this.#around)),
      ...this.#callbacks(),
    ].flatMap(({operations}) => operations)
    return this.#outgoing
  }

  get schemas() {
    this.#schemas ??= reachableSchemas(this.#schemaRoots(), (node, ref) => this.references.next(node, ref))
    return this.#schemas
  }

  resolve(node: JsonNode) {
    return this.references.resolve(node)
  }

  view(schema: JsonNode | readonly JsonNode[]) {
    return this.#views.view(schema)
  }

  #member(...keys: readonly string[]): JsonNode | undefined {
    let node: JsonNode | undefined = this.root
    for (const key of keys) {
      const next: JsonNode | undefined = node?.get(key)
      node = next && this.resolve(next)
    }
    return node
  }

  /** The members of an object by the way to it, without extensions. */
  #entries(...keys: readonly string[]): JsonNode[] {
    const map = this.#member(...keys)
    return map?.isObject ? map.children().filter(({name}) => !name.startsWith('x-')) : []
  }

  #callbacks(): PathItem[] {
    const uses = [
      ...this.operations.flatMap(({node}) => node.get('callbacks')?.children() ?? []),
      ...this.#entries('components', 'callbacks'),
    ]
    const seen = new Set<unknown>()
    return uses.flatMap(use => {
      const callback = this.resolve(use)
      if (!callback?.isObject || seen.has(callback.value)) return []
      seen.add(callback.value)
      return callback
        .children()
        .filter(({name}) => !name.startsWith('x-'))
        .map(expression => readPathItem('callback', expression, this.#around))
    })
  }

  *#schemaRoots(): Generator<JsonNode> {
    yield* this.#entries('components', 'schemas')
    const {follow} = this.#around
    const operations = [...this.operations, ...this.outgoing]
    for (const {parameters, requestBody, responses} of [...operations, ...this.#componentOperations()]) {
      for (const {schema} of parameters) if (schema) yield schema
      yield* schemasOf(requestBody?.content ?? [])
      for (const {headers, content} of responses) {
        for (const {schema} of headers) if (schema) yield schema
        yield* schemasOf(content)
      }
    }
    const holders = ['parameters', 'headers', 'requestBodies', 'responses', 'mediaTypes'].flatMap(section =>
      this.#entries('components', section),
    )
    for (const use of holders) {
      const node = follow(use)
      if (!node) continue
      for (const keyword of ['schema', 'itemSchema']) {
        const schema = node.get(keyword)
        if (schema) yield schema
      }
      for (const {schema} of headersOf(node, follow)) if (schema) yield schema
      yield* schemasOf(contentOf(node, follow))
    }
  }

  #componentOperations(): Operation[] {
    return this.#entries('components', 'pathItems').flatMap(
      use => readPathItem('webhook', use, this.#around).operations,
    )
  }
}

function* schemasOf(content: readonly MediaType[]): Generator<JsonNode> {
  for (const {schema, itemSchema} of content) {
    if (schema) yield schema
    if (itemSchema) yield itemSchema
  }
}

function versionOf(root: JsonNode): OpenApi['version'] {
  const [, minor] = /^3\.([012])(?:\.|$)/.exec(root.get('openapi')?.shown ?? '') ?? []
  return minor === '0' ? '3.0' : minor === '1' ? '3.1' : minor === '2' ? '3.2' : 'unknown'
}

function pathMatcher(patterns: readonly string[]): (path: string) => boolean {
  const expressions = patterns.map(pattern => new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`))
  return path => expressions.some(expression => expression.test(path))
}

function literal(text: string): string {
  return text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
}
