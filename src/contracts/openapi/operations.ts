import {contentOf, type Follow, headersOf} from './content.js'
import type {JsonNode, Operation, Parameter, PathItem, RequestBody, Response, SecurityRequirement} from './model.js'
import {serversOf} from './servers.js'

/** What the operations of a document share. */
export interface Surroundings {
  readonly root: JsonNode
  readonly follow: Follow
  /** The methods that the version of the document knows. */
  readonly methods: readonly string[]
  /** Whether it knows methods beside those, below `additionalOperations`. */
  readonly furtherMethods: boolean
  /** What messages call the responses that were read: an alias of YAML is one response of several operations. */
  readonly titles: WeakMap<object, string>
  isExempt(path: string): boolean
}

/** The operations of a path item. What its `$ref` leads to fills in what it does not say itself. */
export function readPathItem(kind: Operation['kind'], use: JsonNode, around: Surroundings): PathItem {
  const node = around.follow(use) ?? use
  const member = (name: string) => use.get(name) ?? (node === use ? undefined : node.get(name))
  const path = use.name
  let operations: readonly Operation[] | undefined
  const item: PathItem = {
    path,
    use,
    node,
    templates: [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name),
    // Read when they are asked for: of a large contract some commands need few.
    get operations() {
      operations ??= readOperations(item)
      return operations
    },
    exempt: kind === 'path' && around.isExempt(path),
  }
  const readOperations = (pathItem: PathItem) => {
    const shared = {
      parameters: parametersOf(member('parameters'), around.follow),
      servers: member('servers'),
    }
    const further = around.furtherMethods ? (member('additionalOperations')?.children() ?? []) : []
    return [...around.methods.map(member), ...further].flatMap(found => {
      const operation = found && around.follow(found)
      return found && operation?.isObject
        ? readOperation(kind, found.name.toLowerCase(), operation, pathItem, shared, around)
        : []
    })
  }
  return item
}

function readOperation(
  kind: Operation['kind'],
  method: Operation['method'],
  node: JsonNode,
  pathItem: PathItem,
  shared: {readonly parameters: readonly Parameter[]; readonly servers: JsonNode | undefined},
  {root, follow, titles}: Surroundings,
): Operation {
  const {path, exempt} = pathItem
  const name = `${method.toUpperCase()} ${path}`
  const title = kind === 'path' ? name : `${kind} ${name}`
  const own = parametersOf(node.get('parameters'), follow)
  const isOwn = (inherited: Parameter) =>
    own.some(parameter => parameter.in === inherited.in && parameter.name === inherited.name)
  const security = node.get('security') ?? root.get('security')
  const responsesNode = resolved(node.get('responses'), follow)
  return {
    kind,
    method,
    path,
    title,
    node,
    pathItem,
    operationId: node.get('operationId'),
    tags:
      node
        .get('tags')
        ?.children()
        .flatMap(tag => tag.text ?? []) ?? [],
    parameters: [...own, ...shared.parameters.filter(parameter => !isOwn(parameter))],
    requestBody: readRequestBody(node.get('requestBody'), follow),
    responses: readResponses(responsesNode, title, follow, titles),
    responsesNode,
    security,
    securityRequirements: requirementsOf(security),
    servers: serversOf(node.get('servers') ?? shared.servers ?? root.get('servers'), root),
    exempt,
  }
}

function resolved(node: JsonNode | undefined, follow: Follow): JsonNode | undefined {
  return node && follow(node)
}

function parametersOf(list: JsonNode | undefined, follow: Follow): Parameter[] {
  return (list?.children() ?? []).flatMap(use => {
    const node = follow(use)
    const name = node?.get('name')?.text
    const place = node?.get('in')?.text
    if (!node || name === undefined || place === undefined) return []
    return {
      name,
      in: place,
      required: node.get('required')?.boolean === true,
      deprecated: node.get('deprecated')?.boolean === true,
      node,
      use,
      schema: node.get('schema') ?? contentOf(node, follow)[0]?.schema,
    }
  })
}

function readRequestBody(use: JsonNode | undefined, follow: Follow): RequestBody | undefined {
  const node = resolved(use, follow)
  if (!use || !node?.isObject) return undefined
  return {required: node.get('required')?.boolean === true, node, use, content: contentOf(node, follow)}
}

function readResponses(
  responses: JsonNode | undefined,
  operation: string,
  follow: Follow,
  titles: WeakMap<object, string>,
): Response[] {
  return (responses?.isObject ? responses.children() : [])
    .filter(({name}) => !name.startsWith('x-'))
    .map(use => {
      const node = follow(use) ?? use
      const isShared = node.value !== use.value
      const known = node.isObject ? titles.get(node.value as object) : undefined
      const title = known ?? (isShared ? `Response "${nameOf(node)}"` : `Response ${use.name} of "${operation}"`)
      // Sound: an object is one in JavaScript, too.
      if (node.isObject) titles.set(node.value as object, title)
      return {
        status: use.name,
        title,
        node,
        use,
        headers: headersOf(node, follow),
        content: contentOf(node, follow),
      }
    })
}

/** The name of a component, or of the file that is a description as a whole. */
function nameOf(node: JsonNode): string {
  return node.name || (node.document.source.path.split('/').at(-1) ?? '')
}

function requirementsOf(security: JsonNode | undefined): SecurityRequirement[] {
  return (security?.isArray ? security.children() : []).map(node => ({
    node,
    schemes: node.isObject ? node.children().map(({name}) => name) : [],
  }))
}
