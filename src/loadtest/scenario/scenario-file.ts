import {readJson} from '../../contracts/json/document.js'
import type {JsonNode} from '../../contracts/json/node.js'
import {MeshError} from '../../core/errors.js'
import {placedProblemsOf} from '../../core/problems.js'
import type {Location, Source} from '../../core/source.js'
import {readTextFile} from '../../io/files.js'
import {type ScenarioFile, scenarioSchema} from './schema.js'

/** Keys and indexes that lead to a place in a scenario file. */
export type Keys = readonly (string | number)[]

/** A scenario file that says what it may. */
export interface ReadScenarioFile {
  readonly source: Source
  readonly settings: ScenarioFile
  /** Where something stands. */
  locate(keys: Keys): Location
  /** A mistake at a place, for the user. */
  mistake(keys: Keys, message: string, hint?: string): MeshError
}

const seeGuide = 'The guide shows each key: docs/guide/load-scenarios.md.'

/** Reads a scenario file; every mistake in it is told with its line. */
export async function readScenarioFile(path: string): Promise<ReadScenarioFile> {
  const source = {path, text: await readTextFile(path)}
  const {documents, problems} = readJson(source)
  const [broken] = problems
  if (broken)
    throw new MeshError(
      `"${path}" cannot be read: ${broken.message} (${shownPlace(broken.location)})`,
      'Mend the line that is named.',
    )
  const [document, second] = documents
  if (document === undefined) throw new MeshError(`"${path}" is empty.`, seeGuide)
  if (second) throw new MeshError(`"${path}" holds several YAML documents.`, 'Keep one, without "---".')
  const {root} = document
  const locate = (keys: Keys) => document.locate(nearest(root, keys))
  const parsed = scenarioSchema.safeParse(root.value)
  if (!parsed.success) {
    const found = placedProblemsOf(parsed.error, scenarioSchema, root.value)
    const texts = found.map(({path: keys, text}) => `${text} (${shownPlace(locate(keys.map(plainKey)))})`)
    throw new MeshError(`"${path}" is not a valid scenario file: ${texts.join(' ')}`, seeGuide)
  }
  return {
    source,
    settings: parsed.data,
    locate,
    mistake: (keys, message, hint = seeGuide) =>
      new MeshError(`${message} (${path}:${shownPlace(locate(keys))})`, hint),
  }
}

function shownPlace({start}: Location): string {
  return `${start.line}:${start.column}`
}

function plainKey(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key)
}

/** As far as the keys lead: what is missing has no place of its own. */
function nearest(root: JsonNode, keys: Keys): JsonNode {
  let node = root
  for (const key of keys) {
    const next = node.get(key)
    if (next === undefined) return node
    node = next
  }
  return node
}
