import {JsonField} from '../json/api-field.js'
import {branches} from '../json/branches.js'
import {namedEntities} from '../json/entities.js'
import {ErrorSchemas} from '../json/error-schemas.js'
import {exemptionsIn} from '../json/exemptions.js'
import {type ApiDeprecation, type ApiElement, type ApiField, type ApiModel, lazyApi} from '../shared/model.js'
import {jsonBodies} from './bodies.js'
import {errorCodesOf} from './error-codes.js'
import type {JsonNode, OpenApi} from './model.js'
import {outputsOf} from './outputs.js'
import {updatesOf} from './updates.js'

/** The view of an OpenAPI document that rules for all kinds have. */
export function apiOf(document: OpenApi): ApiModel {
  const errors = new ErrorSchemas(document)
  return lazyApi('json', {
    names: () => document.api.fields.filter(({what}) => what !== 'path parameter'),
    fields: () => fieldsOf(document, errors),
    elements: () => elementsOf(document),
    deprecations: () => deprecationsOf(document),
    errorCodes: () => errorCodesOf(document, errors),
    updates: () => updatesOf(document),
    exemptions: () => exemptionsIn(documentsOf(document)),
    entities: () => namedEntities(document),
  })
}

/** The document itself and those that its references lead to. */
function documentsOf({root, references}: OpenApi) {
  const others = [...references.documents.values()].flatMap(referred => ('failure' in referred ? [] : referred))
  return new Set([root.document, ...others])
}

function fieldsOf(document: OpenApi, errors: ErrorSchemas): ApiField[] {
  let outputs: ReturnType<typeof outputsOf> | undefined
  let envelopes: ReturnType<typeof metasOf> | undefined
  const surroundings = {
    schemas: document,
    outputOf: (owner: JsonNode) => {
      outputs ??= outputsOf(document)
      return outputs.get(owner.value)
    },
    isError: (owner: JsonNode) => errors.has(owner),
    isEnvelope: (owner: JsonNode) => {
      envelopes ??= metasOf(document)
      return envelopes.has(owner.value)
    },
  }
  const properties = document.schemas.flatMap(schema => {
    const map = schema.get('properties')
    const nodes = map?.isObject ? map.children() : []
    return nodes.map(node => new JsonField(node.name, 'property', {node, on: 'key'}, node, schema, surroundings))
  })
  const parameters = distinctParameters(document)
    .filter(({in: place}) => place === 'query' || place === 'path')
    .map(
      ({name, in: place, node, schema}) =>
        new JsonField(name, `${place} parameter`, node.get('name') ?? node, schema, node, surroundings),
    )
  return [...properties, ...parameters]
}

/** The schemas of `meta` in bodies. */
function metasOf(document: OpenApi): ReadonlySet<unknown> {
  const metas = jsonBodies(document).flatMap(({views}) => views.flatMap(view => view.properties.get('meta') ?? []))
  const parts = metas.flatMap(({schemas}) => branches(document, schemas).flatMap(view => view.parts))
  return new Set(parts.map(({value}) => value))
}

/** Parameters of all operations, those that several share once. */
function distinctParameters({operations, outgoing}: OpenApi) {
  const found = [...operations, ...outgoing].flatMap(({parameters}) => parameters)
  return [...new Map(found.map(parameter => [parameter.node.value, parameter])).values()]
}

/** What calls a service and is called by it. Callbacks belong to an operation that has tags of its own. */
function elementsOf({operations, outgoing}: OpenApi): ApiElement[] {
  return [...operations, ...outgoing].map(({title, node, tags, kind}) => ({
    title: `"${title}"`,
    lacks: [
      ...(node.get('summary')?.text?.trim() ? [] : ['no summary']),
      ...(tags.some(tag => tag.trim() !== '') || kind === 'callback' ? [] : ['no tag']),
    ],
    at: node,
  }))
}

function deprecationsOf(document: OpenApi): ApiDeprecation[] {
  const {operations, outgoing, schemas} = document
  const found = new Map<unknown, ApiDeprecation>()
  const add = (title: string, node: JsonNode) => {
    if (node.get('deprecated')?.value !== true || found.has(node.value)) return
    const sunset = node.get('x-sunset')
    found.set(node.value, {title, since: node.get('x-deprecated-at')?.shown, sunset: sunset?.shown, at: sunset ?? node})
  }
  for (const {title, node, responses} of [...operations, ...outgoing]) {
    add(`"${title}"`, node)
    for (const {headers} of responses) for (const header of headers) add(`Header "${header.name}"`, header.node)
  }
  for (const {name, in: place, node} of distinctParameters(document)) add(`Parameter "${name}" in ${place}`, node)
  for (const node of schemas) add(titleOf(node), node)
  return [...found.values()]
}

function titleOf(schema: JsonNode): string {
  const isProperty = schema.parent?.key === 'properties'
  const isNamed = isProperty || schema.parent?.key === 'schemas' || schema.parent?.key === '$defs'
  return isNamed ? `${isProperty ? 'Property' : 'Schema'} "${schema.name}"` : 'The schema'
}
