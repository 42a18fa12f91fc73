import {reachableSchemas} from '../json/schemas.js'
import type {ApiField} from '../shared/model.js'
import type {JsonNode, OpenApi} from './model.js'

/** What signs somebody in gives secrets away by its nature. */
const signIn = 'auth'

/**
 * Where each schema leaves the service first, by the schema's value: in an answer, or in a request that the service
 * itself sends. Operations tagged `auth` and exempt paths, such as the token endpoint of OAuth, are left out.
 */
export function outputsOf(document: OpenApi): ReadonlyMap<unknown, NonNullable<ApiField['output']>> {
  const found = new Map<unknown, NonNullable<ApiField['output']>>()
  const seen = new Set<unknown>()
  const add = (roots: readonly {readonly schema: JsonNode | undefined}[], at: JsonNode, message: string) => {
    const schemas = roots.flatMap(({schema}) => schema ?? [])
    for (const {value} of reachableSchemas(schemas, (node, ref) => document.references.next(node, ref), seen))
      found.set(value, {at, message})
  }
  for (const {exempt, tags, responses} of document.operations) {
    if (exempt || tags.some(tag => tag.toLowerCase() === signIn)) continue
    for (const {content, headers, title, use} of responses) add([...content, ...headers], use, `Sent by ${title}.`)
  }
  for (const {requestBody, title} of document.outgoing)
    if (requestBody) add(requestBody.content, requestBody.use, `Sent by "${title}".`)
  return found
}
