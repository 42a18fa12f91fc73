import type {JsonNode} from '../json/node.js'
import type {MediaType, OpenApi} from '../openapi/model.js'
import {isJson} from './contents.js'
import {formOf} from './form.js'
import {fitting} from './media-types.js'
import type {Body} from './model.js'

/** A body as a value, and the schema that it has to fit. */
export interface JudgedBody {
  readonly schema: JsonNode
  readonly value: unknown
}

/** A body with the schema of its media type; undefined when there is none, or when it is neither JSON nor a form. */
export function judgedBody(
  document: OpenApi,
  {value, mediaType}: Body,
  described: readonly MediaType[],
): JudgedBody | undefined {
  const media =
    fitting(mediaType ?? 'application/json', described) ?? (mediaType === undefined ? described[0] : undefined)
  if (media?.schema === undefined) return undefined
  if (/^application\/x-www-form-urlencoded/i.test(mediaType ?? ''))
    return typeof value === 'string' ? {schema: media.schema, value: formOf(document, media.schema, value)} : undefined
  const isData = isJson(mediaType) && (media.isJson || /\*/.test(media.name))
  return isData ? {schema: media.schema, value} : undefined
}
