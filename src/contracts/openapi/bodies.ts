import {branches} from '../json/branches.js'
import type {JsonNode, MediaType, OpenApi, Operation, Response, SchemaView} from './model.js'

export {branches, typesOf, valueBranches, valuesOf} from '../json/branches.js'

/** A JSON body that an operation answers with. */
export interface JsonBody {
  readonly operation: Operation
  readonly response: Response
  readonly media: MediaType
  /** The body as each `oneOf` and `anyOf` member leaves it; empty when the media type has no schema. */
  readonly views: readonly SchemaView[]
}

const kept = new WeakMap<OpenApi, readonly JsonBody[]>()

/** Every JSON body of the operations that the standard rules: exempt paths are left out, and what has no body. */
export function jsonBodies(document: OpenApi): readonly JsonBody[] {
  const known = kept.get(document)
  if (known) return known
  const viewsOf = new Map<unknown, readonly SchemaView[]>()
  const bodies = document.operations
    .filter(({exempt, method}) => !exempt && method !== 'head')
    .flatMap(operation =>
      operation.responses
        .filter(({status}) => status !== '204' && status !== '304')
        .flatMap(response =>
          response.content
            .filter(({isJson}) => isJson)
            .map(media => {
              const identity = identityOf(document, media.schema)
              const views = viewsOf.get(identity) ?? (media.schema ? branches(document, [media.schema]) : [])
              viewsOf.set(identity, views)
              return {operation, response, media, views}
            }),
        ),
    )
  kept.set(document, bodies)
  return bodies
}

/** What a schema is, wherever it is referred to; words beside a `$ref` make it a schema of its own. */
function identityOf(document: OpenApi, schema: JsonNode | undefined): unknown {
  if (schema?.ref === undefined || schema.children().length > 1) return schema?.value
  return (document.resolve(schema) ?? schema).value
}

/** JSON bodies of answers that succeed. */
export function successBodies(document: OpenApi): readonly JsonBody[] {
  return jsonBodies(document).filter(({response}) => response.status.startsWith('2'))
}

/** JSON bodies of answers that fail. */
export function failureBodies(document: OpenApi): readonly JsonBody[] {
  return jsonBodies(document).filter(({response}) => /^[45]/.test(response.status))
}
