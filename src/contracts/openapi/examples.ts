import type {JsonNode, MediaType, OpenApi} from './model.js'

/** The values that a media type gives as examples, those of a schema that is written in place among them. */
export function examplesOf(document: OpenApi, {node, schema}: MediaType): readonly JsonNode[] {
  return [
    ...present(node.get('example')),
    ...(node.get('examples')?.children() ?? []).flatMap(each => present(document.resolve(each)?.get('value'))),
    ...(schema && schema.ref === undefined ? schemaExamples(schema) : []),
  ]
}

/** The values that a schema object itself gives as examples. */
export function schemaExamples(schema: JsonNode): readonly JsonNode[] {
  return [...present(schema.get('example')), ...(schema.get('examples')?.children() ?? [])]
}

/** Every value within a value, with itself. */
export function* valuesWithin(node: JsonNode): Generator<JsonNode> {
  yield node
  for (const child of node.children()) yield* valuesWithin(child)
}

function present(node: JsonNode | undefined): readonly JsonNode[] {
  return node ? [node] : []
}
