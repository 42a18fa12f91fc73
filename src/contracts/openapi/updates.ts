import {branches, typesOf, valueBranches} from '../json/branches.js'
import type {SchemaView} from '../json/schema.js'
import type {ApiUpdate, ApiVersioned} from '../shared/model.js'
import {successBodies} from './bodies.js'
import {homeOf} from './members.js'
import type {JsonNode, OpenApi, Operation} from './model.js'

/** The operations that change what is there: PUT and PATCH, on paths that the standard rules. */
export function updatesOf(document: OpenApi): ApiUpdate[] {
  const resources = new Map<Operation, ApiVersioned[]>()
  for (const {operation, response, views, media} of successBodies(document)) {
    if (!isUpdate(operation) || !['200', '201'].includes(response.status)) continue
    const found = views.flatMap(view => {
      const data = view.properties.get('data')
      // Without an envelope the body itself is the resource; that there is none is told by a rule of its own.
      const inner = data ? valueBranches(document, data.schemas).views : [view]
      return inner.flatMap(each => versioned(document, each, data?.node ?? media.node, response.title))
    })
    resources.set(operation, [...(resources.get(operation) ?? []), ...found])
  }
  return document.operations.filter(isUpdate).map(operation => ({
    title: operation.title,
    at: operation.node,
    inputs: inputsOf(document, operation),
    resources: resources.get(operation) ?? [],
    hasPrecondition: operation.parameters.some(
      ({in: place, name}) => place === 'header' && name.toLowerCase() === 'if-match',
    ),
    declaresConflict: operation.responses.some(({status}) => status === '409'),
  }))
}

/** Without a body nothing is changed that somebody else could have changed: a star is set, or a job is begun. */
function isUpdate({method, exempt, requestBody}: Operation): boolean {
  return !exempt && requestBody !== undefined && (method === 'put' || method === 'patch')
}

function inputsOf(document: OpenApi, {requestBody, title}: Operation): ApiVersioned[] {
  return (requestBody?.content ?? []).flatMap(({isJson, schema, node}) => {
    if (!isJson || schema === undefined) return {title: `The body of "${title}"`, version: undefined, at: node}
    return branches(document, [schema]).flatMap(view => versioned(document, view, node, `The body of "${title}"`))
  })
}

/** What an object, or each item of a list, says of its version; nothing for what cannot be seen. */
function versioned(document: OpenApi, view: SchemaView, at: JsonNode, title: string): ApiVersioned[] {
  if (!view.complete || view.parts.length === 0) return []
  if (view.items.length > 0)
    return branches(document, view.items).flatMap(item => (isList(item) ? [] : versioned(document, item, at, title)))
  const property = view.properties.get('version')
  if (!property) return isObject(view) ? [{title, version: undefined, at: homeOf(view) ?? at}] : []
  const types = valueBranches(document, property.schemas).views.map(typesOf)
  const isInteger = types.every(each => each.size === 0 || (each.size === 1 && each.has('integer')))
  return [{title, version: {required: property.required, isInteger, at: property.node}, at}]
}

function isList(view: SchemaView): boolean {
  return view.items.length > 0
}

function isObject(view: SchemaView): boolean {
  const types = typesOf(view)
  return types.size === 0 ? view.properties.size > 0 : types.has('object')
}
