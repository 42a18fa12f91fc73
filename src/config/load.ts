import {existsSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {loadAll, YAMLException} from 'js-yaml'
import {MeshError} from '../core/errors.js'
import {problemsOf} from '../core/problems.js'
import type {Source} from '../core/source.js'
import {readTextFile, shownPath} from '../io/files.js'
import {type Config, configSchema} from './schema.js'

export const configFile = 'mesh.yaml'

export interface LoadedConfig {
  readonly config: Config
  /** Absolute folder that paths in the configuration start from. */
  readonly root: string
  /** The text of mesh.yaml, for findings in it; undefined when there is none. */
  readonly source: Source | undefined
}

/** The configuration of `path`, or of the nearest mesh.yaml above `from`, or the defaults. */
export async function loadConfig(from: string, path?: string): Promise<LoadedConfig> {
  const file = path === undefined ? findAbove(from) : resolve(from, path)
  if (file === undefined) return {config: configSchema.parse({}), root: from, source: undefined}
  const source = {path: shownPath(file, from), text: await readTextFile(file)}
  return {config: parseConfig(source.text, source.path), root: dirname(file), source}
}

/** Reads the text of a mesh.yaml; `path` is only told in errors. */
export function parseConfig(text: string, path: string): Config {
  let value: unknown
  try {
    const documents = loadAll(text)
    if (documents.length > 1) throw new MeshError(`"${path}" holds several YAML documents.`, 'Keep one, without "---".')
    // A file with nothing but comments is no mistake: everything has a default.
    value = documents[0] ?? {}
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const {line = 0, column = 0} = error.mark ?? {}
    throw new MeshError(
      `"${path}" is not valid YAML: ${error.reason} at ${line + 1}:${column + 1}.`,
      'Mend the line that is named.',
    )
  }
  const result = configSchema.safeParse(value)
  if (result.success) return result.data
  const problems = problemsOf(result.error, configSchema, value)
  throw new MeshError(
    `"${path}" is not a valid configuration: ${problems.join(' ')}`,
    'The guide lists every key: docs/guide/configuration.md.',
  )
}

function findAbove(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, configFile)
    if (existsSync(file)) return file
    if (folder === dirname(folder)) return undefined
  }
}
