import type {Header, JsonNode, MediaType} from './model.js'

/** The node itself, or what its references finally lead to. */
export type Follow = (node: JsonNode) => JsonNode | undefined

/** The media types of a request body, a response, a parameter or a header. */
export function contentOf(holder: JsonNode, follow: Follow): MediaType[] {
  const content = holder.get('content')
  const map = content && follow(content)
  return (map?.isObject ? map.children() : []).flatMap(use => {
    const node = follow(use)
    return node
      ? {name: use.name, isJson: isJson(use.name), node, schema: node.get('schema'), itemSchema: node.get('itemSchema')}
      : []
  })
}

function isJson(mediaType: string): boolean {
  const [type = ''] = mediaType.split(';')
  return /^application\/(?:json|[^/]+\+json)$/i.test(type.trim())
}

/** The headers of a response. */
export function headersOf(response: JsonNode, follow: Follow): Header[] {
  const headers = response.get('headers')
  const map = headers && follow(headers)
  return (map?.isObject ? map.children() : []).map(use => {
    const node = follow(use) ?? use
    return {
      name: use.name,
      required: node.get('required')?.boolean === true,
      node,
      use,
      schema: node.get('schema') ?? contentOf(node, follow)[0]?.schema,
    }
  })
}
