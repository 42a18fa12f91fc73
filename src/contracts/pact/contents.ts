import type {JsonNode} from '../json/node.js'
import type {Body} from './model.js'

/** A body as it stands in a pact: the value itself, or from version 4 on with its type and its encoding. */
export function contentsOf(node: JsonNode | undefined, contentType: string | undefined): Body | undefined {
  if (node === undefined || node.value === null) return undefined
  const content = node.get('content')
  const isWrapped = content !== undefined && (node.get('contentType') ?? node.get('encoded')) !== undefined
  const mediaType = (isWrapped ? node.get('contentType')?.text : undefined) ?? contentType
  if (!isWrapped) return bodyOf(node, mediaType)
  const encoded = node.get('encoded')?.text?.toLowerCase()
  if (encoded === undefined) return bodyOf(content, mediaType)
  const text = encoded === 'base64' ? decoded(content.text ?? '') : (content.text ?? '')
  return {value: encoded === 'json' || isJson(mediaType) ? parsed(text) : text, at: content, mediaType, isPlaced: false}
}

/** Whether a type is JSON, whatever its parameters; what says nothing is taken for JSON by Pact as well. */
export function isJson(mediaType: string | undefined): boolean {
  return mediaType === undefined || /^application\/(?:json|[^/;]+\+json)\s*(?:;|$)/i.test(mediaType.trim())
}

/** JSON may stand in a text, as some libraries write it. */
function bodyOf(node: JsonNode, mediaType: string | undefined): Body {
  const isText = node.text !== undefined && mediaType !== undefined && isJson(mediaType)
  const value = isText ? parsed(node.text ?? '') : node.value
  return {value, at: node, mediaType, isPlaced: value === node.value}
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function decoded(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), character => character.charCodeAt(0)))
  } catch {
    return text
  }
}
