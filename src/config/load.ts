import {existsSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {loadAll, YAMLException} from 'js-yaml'
import type {z} from 'zod'
import {MeshError} from '../core/errors.js'
import type {Source} from '../core/source.js'
import {didYouMean} from '../core/suggest.js'
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
  const problems = result.error.issues.map(issue => explain(issue, value))
  throw new MeshError(
    `"${path}" is not a valid configuration: ${problems.join(' ')}`,
    'The guide lists every key: docs/guide/configuration.md.',
  )
}

function explain(issue: z.core.$ZodIssue, value: unknown): string {
  const at = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path)
    return issue.keys
      .map(key => `Key "${[...issue.path, key].join('.')}" is unknown.${didYouMean(key, known)}`)
      .join(' ')
  }
  const given = issue.path.reduce<unknown>(
    (node, key) => (node as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  )
  const subject = at === '' ? 'It' : `Key "${at}"`
  return `${subject} has to be ${wanted(issue)}, but it is ${given === undefined ? 'missing' : JSON.stringify(given)}.`
}

/** What a value has to be, in words that go behind "has to be". */
function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return typeNames[issue.expected] ?? issue.expected
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(value => JSON.stringify(value)).join(', ')}`
  if (issue.code === 'invalid_format')
    return issue.format === 'url' ? 'a URL such as "https://staging.example.com"' : issue.format
  if (issue.code === 'invalid_union')
    return issue.errors.flatMap(([first]) => (first ? wanted(first) : [])).join(', or ')
  return `otherwise (${issue.message})`
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a pair of severity and options',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
}

/** The keys that are allowed at a place of the configuration. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema: unknown = configSchema
  for (const key of path) {
    const inner = unwrap(schema)
    schema = inner.shape?.[String(key)] ?? inner.valueType
  }
  return Object.keys(unwrap(schema).shape ?? {})
}

interface Unwrapped {
  readonly shape?: Record<string, unknown>
  readonly valueType?: unknown
}

/** The schema below default(), prefault() and optional(). */
function unwrap(schema: unknown): Unwrapped {
  let inner = schema as {def?: {innerType?: unknown}} & Unwrapped
  while (inner?.def?.innerType) inner = inner.def.innerType as typeof inner
  return inner ?? {}
}

function findAbove(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, configFile)
    if (existsSync(file)) return file
    if (folder === dirname(folder)) return undefined
  }
}
