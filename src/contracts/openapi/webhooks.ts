import {toCamelCase} from '../../standard/names.js'
import {branches} from './bodies.js'
import {sentBy} from './inputs.js'
import type {Holder} from './members.js'
import type {JsonNode, OpenApi, Operation, Property} from './model.js'

/** Properties in which a subscriber says where to send to. */
const addressNames = ['callbackUrl', 'url']

const kept = new WeakMap<OpenApi, readonly Operation[]>()

/**
 * Operations that deliver webhooks: all that the service calls, and those of its own that take them, which are the POST
 * operations tagged `webhook` that no address to send to is given to.
 */
export function deliveriesOf(document: OpenApi): readonly Operation[] {
  const known = kept.get(document)
  if (known) return known
  const found = [...document.outgoing, ...document.operations.filter(operation => isDelivery(document, operation))]
  kept.set(document, found)
  return found
}

/** Whether an operation below `paths` takes webhooks. */
export function isDelivery(document: OpenApi, operation: Operation): boolean {
  if (operation.kind !== 'path') return true
  return operation.method === 'post' && isTagged(operation) && !subscribes(document, operation)
}

/** A property by which a subscriber says where to send to, and what it belongs to. */
export interface Address {
  readonly holder: Holder
  readonly property: Property
}

/** Where subscribers say where to send to, in the bodies of an operation. */
export function addressesOf(document: OpenApi, operation: Operation): readonly Address[] {
  const holder = sentBy(operation)
  const isSubscription = isTagged(operation) || callbacksOf(document, operation).length > 0
  const names = isSubscription ? addressNames : ['callbackUrl']
  const ways = [...names.map(name => [name]), ...calledBack(document, operation)]
  if (!holder || operation.exempt) return []
  const found = new Map<unknown, Address>()
  for (const {schema} of operation.requestBody?.content ?? [])
    for (const property of ways.flatMap(way => (schema ? propertiesAt(document, [schema], way) : [])))
      found.set(property.node.value, {holder, property})
  return [...found.values()]
}

/** Properties of the body of a delivery, as each form of it has them. */
export function payloadsOf(document: OpenApi, {requestBody}: Operation) {
  return (requestBody?.content ?? [])
    .filter(({isJson}) => isJson)
    .flatMap(({schema}) => (schema ? branches(document, [schema]) : []))
}

/** Where the address of a delivery names the kind of event: the name in there. */
export function eventInAddress({kind, path, pathItem, parameters}: Operation): string | undefined {
  // The key of a webhook is a name, not an address.
  if (kind === 'webhook') return undefined
  const expressions = [...path.matchAll(/\{\$[^}]*?([A-Za-z0-9_-]+)\}/g)].map(([, name = '']) => name)
  const written = [...path.matchAll(/[?&]([A-Za-z0-9_-]+)=/g)].map(([, name = '']) => name)
  const named = parameters.filter(parameter => parameter.in === 'query').map(({name}) => name)
  const templates = pathItem.templates.filter(name => !name.startsWith('$'))
  return [...templates, ...named, ...expressions, ...written].find(name =>
    ['event', 'eventType', 'eventName'].includes(toCamelCase(name)),
  )
}

function isTagged({tags}: Operation): boolean {
  return tags.includes('webhook')
}

function subscribes(document: OpenApi, operation: Operation): boolean {
  return callbacksOf(document, operation).length > 0 || addressesOf(document, operation).length > 0
}

/** The expressions of an operation's callbacks. */
function callbacksOf(document: OpenApi, {node}: Operation): readonly string[] {
  return (node.get('callbacks')?.children() ?? []).flatMap(use =>
    (document.resolve(use)?.children() ?? []).map(({name}) => name),
  )
}

/** The ways to the properties of the request that callbacks are sent to: `{$request.body#/target/url}`. */
function calledBack(document: OpenApi, operation: Operation): readonly (readonly string[])[] {
  return callbacksOf(document, operation).flatMap(expression =>
    // What follows the first expression is a part of an address, not one.
    [...expression.matchAll(/^\{\$request\.body#\/([^}]+)\}/g)].map(([, pointer = '']) => pointer.split('/')),
  )
}

/** What a way through properties leads to, in each form that the schemas have. */
function propertiesAt(
  document: OpenApi,
  schemas: readonly JsonNode[],
  [name = '', ...rest]: readonly string[],
): readonly Property[] {
  return branches(document, schemas).flatMap(view => {
    const property = view.properties.get(name)
    if (!property || rest.length === 0) return property ?? []
    return propertiesAt(document, property.schemas, rest)
  })
}
