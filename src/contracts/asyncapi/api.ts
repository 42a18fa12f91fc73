import {JsonField} from '../json/api-field.js'
import {branches} from '../json/branches.js'
import {ErrorSchemas} from '../json/error-schemas.js'
import {exemptionsIn} from '../json/exemptions.js'
import {reachableSchemas} from '../json/schemas.js'
import {type ApiDeprecation, type ApiField, type ApiModel, lazyApi} from '../shared/model.js'
import {entitiesOf} from './entities.js'
import type {AsyncApi, JsonNode} from './model.js'

/** The view of an AsyncAPI document that rules for all kinds have. */
export function apiOf(document: AsyncApi): ApiModel {
  return lazyApi('json', {
    names: () => document.api.fields,
    fields: () => fieldsOf(document),
    elements: () =>
      document.messages.map(({title, node, member}) => ({
        title,
        lacks: member('summary')?.text?.trim() ? [] : ['no summary'],
        at: node,
      })),
    deprecations: () => deprecationsOf(document),
    entities: () => entitiesOf(document),
    exemptions: () => {
      const {root, references} = document
      const others = [...references.documents.values()].flatMap(referred => ('failure' in referred ? [] : referred))
      return exemptionsIn(new Set([root.document, ...others]))
    },
  })
}

function fieldsOf(document: AsyncApi): ApiField[] {
  const errors = new ErrorSchemas(document)
  const envelopes = new Set(metadataOf(document).map(({value}) => value))
  const outputs = outputsOf(document)
  const surroundings = {
    schemas: document,
    outputOf: (owner: JsonNode) => outputs.get(owner.value),
    isError: (owner: JsonNode) => errors.has(owner),
    isEnvelope: (owner: JsonNode) => envelopes.has(owner.value),
  }
  return document.schemas.flatMap(schema => {
    const properties = schema.get('properties')
    const nodes = properties?.isObject ? properties.children() : []
    return nodes.map(node => new JsonField(node.name, 'property', {node, on: 'key'}, node, schema, surroundings))
  })
}

/** The schemas of `metadata` in payloads. */
function metadataOf(document: AsyncApi): readonly JsonNode[] {
  return document.messages
    .flatMap(({payload}) => (payload?.length ? branches(document, payload) : []))
    .flatMap(view => view.properties.get('metadata') ?? [])
    .flatMap(({schemas}) => branches(document, schemas).flatMap(view => view.parts))
}

/** Whoever may read a topic reads all of it: every payload leaves the service, whether it is sent or received. */
function outputsOf({messages, references}: AsyncApi): ReadonlyMap<unknown, NonNullable<ApiField['output']>> {
  const found = new Map<unknown, NonNullable<ApiField['output']>>()
  const seen = new Set<unknown>()
  for (const {payload, title, use, tags} of messages) {
    if (tags.some(tag => tag.toLowerCase() === 'auth')) continue
    for (const {value} of reachableSchemas(payload ?? [], (node, ref) => references.next(node, ref), seen))
      found.set(value, {at: use, message: `Part of ${title.charAt(0).toLowerCase()}${title.slice(1)}.`})
  }
  return found
}

function deprecationsOf({schemas, messages, operations, channels}: AsyncApi): ApiDeprecation[] {
  const all = [
    ...[...messages, ...operations].map(({title, node}) => ({title, node})),
    ...channels.map(({name, node}) => ({title: `Channel "${name}"`, node})),
    ...schemas.map(node => ({title: titleOf(node), node})),
  ]
  return all.flatMap(({title, node}) => {
    if (node.get('deprecated')?.value !== true && node.get('x-deprecated')?.value !== true) return []
    const sunset = node.get('x-sunset')
    return {title, since: node.get('x-deprecated-at')?.shown, sunset: sunset?.shown, at: sunset ?? node}
  })
}

function titleOf(schema: JsonNode): string {
  if (schema.parent?.key === 'properties') return `Property "${schema.name}"`
  return schema.parent?.key === 'schemas' ? `Schema "${schema.name}"` : 'The schema'
}
