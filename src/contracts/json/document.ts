import {Lines, type Location, type Source} from '../../core/source.js'
import {firstLost, lost} from '../encoding.js'
import {type JsonDocument, JsonNode, type Place} from './node.js'
import type {JsonReading, Places, Span} from './places.js'
import {readStrictJson} from './strict-json.js'
import {readYaml} from './yaml.js'

/** What is wrong with a text as YAML or JSON, whatever it describes. */
export interface JsonProblem {
  readonly kind: 'syntax' | 'duplicate-key' | 'encoding'
  readonly message: string
  readonly location: Location
  readonly related?: readonly {readonly location: Location; readonly message: string}[]
}

/** A text as YAML or JSON. */
export interface JsonText {
  /** YAML may hold several, divided by `---`; none when the text is empty or could not be read. */
  readonly documents: readonly JsonDocument[]
  readonly problems: readonly JsonProblem[]
}

/** Reads YAML or JSON. Never throws: what cannot be read is a problem with its place. */
export function readJson(source: Source): JsonText {
  let lines: Lines | undefined
  const locate = ({start, end}: Span): Location => {
    lines ??= new Lines(source.text)
    return {path: source.path, start: lines.position(start), end: lines.position(end)}
  }
  const reading = readText(source)
  if (reading.failure) {
    const {message, span} = reading.failure
    return {documents: [], problems: [{kind: 'syntax', message, location: locate(span)}]}
  }
  const {values, places} = reading
  let problems: readonly JsonProblem[] | undefined
  return {
    documents: values.map((value, index) => documentOf(source, value, index, places, locate)),
    // Made when they are asked for: to know that a large text has none takes as long as to read it.
    get problems(): readonly JsonProblem[] {
      problems ??= [
        ...lostCharacters(source.text).map(
          span => ({kind: 'encoding', message: lost, location: locate(span)}) as const,
        ),
        ...reading.duplicates.map(
          ({key, first, second}) =>
            ({
              kind: 'duplicate-key',
              message: `Key "${key}" is there more than once; only the last one counts.`,
              location: locate(second),
              related: [{location: locate(first), message: 'It is there for the first time here:'}],
            }) as const,
        ),
      ]
      return problems
    },
  }
}

function lostCharacters(text: string): Span[] {
  const start = firstLost(text)
  return start === -1 ? [] : [{start, end: start + 1}]
}

/** A `.json` file has to be JSON; another file that begins like JSON may still be YAML in flow style. */
function readText({path, text}: Source): JsonReading {
  const isJsonFile = /\.json$/i.test(path)
  if (!isJsonFile && !/^\uFEFF?\s*[{[]/.test(text)) return readYaml(text)
  const reading = readStrictJson(text)
  return reading.failure && !isJsonFile ? readYaml(text) : reading
}

function documentOf(
  source: Source,
  value: unknown,
  index: number,
  places: Places,
  locate: (span: Span) => Location,
): JsonDocument {
  const document: JsonDocument = {
    source,
    get root() {
      return root
    },
    locate(place: Place) {
      const {node, on} = place instanceof JsonNode ? {node: place, on: usualSide(place)} : place
      return locate(places.span(index, node.keys, on))
    },
  }
  const root = new JsonNode(document, value)
  return document
}

/** A long object is named by its key; a scalar or an item of an array is shown itself. */
function usualSide(node: JsonNode): 'key' | 'value' {
  const isMember = typeof node.key === 'string'
  return isMember && typeof node.value === 'object' && node.value !== null ? 'key' : 'value'
}
