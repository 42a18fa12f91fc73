import type {Direction} from '../json/validation/validator.js'
import {contentOf, headersOf} from './content.js'
import type {Header, JsonNode, MediaType, OpenApi} from './model.js'
import {schemaTitle, uncapitalized} from './schema-title.js'

/** A value that a contract gives as an example of a schema. */
export interface ExamplePlace {
  readonly value: JsonNode
  readonly schema: JsonNode
  readonly direction: Direction
  /** In the middle of a sentence: `example "small" of response 200 of "GET /orders"`. */
  readonly title: string
  /** How it is sent: a text may stand for JSON, or for what is neither. */
  readonly form: 'value' | 'json' | 'other'
}

/**
 * Every example of media types, parameters, headers and schemas, where it is written. One that several share is given
 * once for each schema that it is an example of: it may fit the first and not the second.
 */
export function* examplePlaces(document: OpenApi): Generator<ExamplePlace> {
  const seen = new Map<unknown, Set<unknown>>()
  for (const place of [...heldExamples(document), ...schemaExamples(document)]) {
    const {value, schema} = place
    const id = exampleIdentity(value)
    const schemas = seen.get(id) ?? new Set()
    seen.set(id, schemas)
    const described = schema.children().length > 1 ? schema : (document.resolve(schema) ?? schema)
    // A list of examples holds several texts; what stands by itself is known by what it stands in.
    if (typeof value.key !== 'number' && schemas.has(described.value)) continue
    schemas.add(described.value)
    yield place
  }
}

/** What an example is, at however many places it is used. */
export function exampleIdentity({value, parent}: JsonNode): unknown {
  return typeof value === 'object' && value !== null ? value : parent?.value
}

/** Their schemas are judged by themselves: these are the examples that stand beside them. */
function* heldExamples(document: OpenApi): Generator<ExamplePlace> {
  const {operations, outgoing, root} = document
  const follow = (node: JsonNode) => document.resolve(node)
  const seen = new Set<unknown>()
  const isNew = ({value}: JsonNode) => !seen.has(value) && seen.add(value)
  function* headers(list: readonly Header[], direction: Direction): Generator<ExamplePlace> {
    for (const {name, node} of list) if (isNew(node)) yield* inHolder(document, node, `header "${name}"`, direction)
  }
  function* content(list: readonly MediaType[], title: string, direction: Direction): Generator<ExamplePlace> {
    for (const media of list) if (isNew(media.node)) yield* inMedia(document, media, title, direction)
  }
  for (const operation of [...operations, ...outgoing]) {
    const {parameters, requestBody, responses, kind, title} = operation
    // Where the service calls, its requests carry what it answers with elsewhere.
    const [there, back]: readonly Direction[] = kind === 'path' ? ['request', 'response'] : ['either', 'either']
    for (const {node, name} of parameters)
      if (isNew(node)) yield* inHolder(document, node, `parameter "${name}"`, there ?? 'either')
    const body =
      requestBody &&
      (requestBody.node.value === requestBody.use.value
        ? `the body of "${title}"`
        : `request body "${requestBody.node.name}"`)
    if (requestBody && body !== undefined) yield* content(requestBody.content, body, there ?? 'either')
    for (const response of responses) {
      yield* headers(response.headers, back ?? 'either')
      yield* content(response.content, uncapitalized(response.title), back ?? 'either')
    }
  }
  for (const section of ['parameters', 'headers', 'requestBodies', 'responses'])
    for (const use of root.at('components', section)?.children() ?? []) {
      const node = follow(use)
      if (!node?.isObject || seen.has(node.value)) continue
      const direction = section === 'parameters' || section === 'requestBodies' ? 'request' : 'response'
      if (section === 'parameters' || section === 'headers')
        yield* inHolder(document, node, `${section === 'headers' ? 'header' : 'parameter'} "${use.name}"`, direction)
      else {
        yield* headers(headersOf(node, follow), direction)
        const title = `${section === 'responses' ? 'response' : 'request body'} "${use.name}"`
        yield* content(contentOf(node, follow), title, direction)
      }
    }
}

/** A parameter or a header: its value is sent as text, so that an example of a list may be the text. */
function* inHolder(document: OpenApi, node: JsonNode, title: string, direction: Direction): Generator<ExamplePlace> {
  const schema = node.get('schema')
  if (schema) {
    const {types} = document.view(schema)
    const form = types.includes('array') || types.includes('object') ? 'other' : 'value'
    yield* examplesOf(document, node, title).map(each => ({...each, schema, direction, form}) as const)
  }
  for (const media of contentOf(node, use => document.resolve(use))) yield* inMedia(document, media, title, direction)
}

function inMedia(document: OpenApi, media: MediaType, title: string, direction: Direction): ExamplePlace[] {
  const {node, schema, isJson} = media
  const form = isJson ? 'json' : 'other'
  return schema ? examplesOf(document, node, title).map(each => ({...each, schema, direction, form}) as const) : []
}

function examplesOf(document: OpenApi, holder: JsonNode, title: string) {
  const single = holder.get('example')
  const named = holder.get('examples')
  return [
    ...(single ? [{value: single, title: `The example of ${title}`}] : []),
    ...(named?.isObject ? named.children() : []).flatMap(use => {
      const example = document.resolve(use)
      const value = example?.get('value') ?? example?.get('dataValue')
      return value ? {value, title: `Example "${use.name}" of ${title}`} : []
    }),
  ]
}

function schemaExamples(document: OpenApi): ExamplePlace[] {
  return document.schemas.flatMap(schema => {
    if (document.version === '3.0' && schema.ref !== undefined) return []
    const single = schema.get('example')
    const list = document.version === '3.0' ? undefined : schema.get('examples')
    const values = [...(single ? [single] : []), ...(list?.isArray ? list.children() : [])]
    if (values.length === 0) return []
    const title = `The example of ${uncapitalized(schemaTitle(schema))}`
    return values.map(value => ({value, schema, title, direction: 'either', form: 'value'}) as const)
  })
}
