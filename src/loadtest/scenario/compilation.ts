import type {OpenApiContract} from '../../contracts/openapi/model.js'
import {didYouMean} from '../../core/suggest.js'
import type {DataSet} from './data.js'
import type {OperationList} from './operation-list.js'
import type {Keys, ReadScenarioFile} from './scenario-file.js'
import {builtIns} from './template.js'

/** What the steps of a file are compiled with. */
export interface Compilation {
  readonly file: ReadScenarioFile
  /** The folder that paths in the file start from. */
  readonly folder: string
  readonly contract: OpenApiContract | undefined
  /** Put before the paths of requests. */
  readonly basePath: string
  /** Steps that write are allowed. */
  readonly writes: boolean
  readonly operations: OperationList
  readonly data: readonly DataSet[]
  /** How long an answer may take, in milliseconds. */
  readonly timeout: number
  /** The origin of a URL, or of a name in mesh.yaml; remembered, as calls go there. */
  originOf(address: string | undefined): string
}

/** Where a step stands, and what is known when it is taken. */
export interface StepPlace {
  readonly keys: Keys
  /** For messages: `Step 2 of "buy"`. */
  readonly title: string
  /** Names that steps before it capture. */
  readonly captured: ReadonlySet<string>
}

/** Refuses templates that ask for what nobody knows at this place. */
export function checkReferences(
  references: readonly string[],
  keys: Keys,
  {captured, title}: StepPlace,
  {file, data}: Compilation,
): void {
  for (const reference of references) {
    if (builtIns.includes(reference)) continue
    const [name = '', column] = reference.split('.')
    const rows = captured.has(name) ? undefined : data.find(each => each.name === name)
    // Without a column it is the whole row.
    if (captured.has(name) || (rows && (column === undefined || rows.columns.has(column)))) continue
    const columns = (each: DataSet) => [...each.columns].map(one => `${each.name}.${one}`)
    if (rows)
      throw file.mistake(
        keys,
        `${title} asks for "{{ ${reference} }}", but "${name}" has no column "${column}".${didYouMean(reference, columns(rows))}`,
        `Its columns are: ${columns(rows).join(', ')}.`,
      )
    const known = [...captured, ...data.flatMap(columns), ...builtIns]
    throw file.mistake(
      keys,
      `${title} asks for "{{ ${reference} }}", which nothing before it captures.${didYouMean(reference, known)}`,
      known.length > builtIns.length
        ? `There are: ${known.slice(0, 12).join(', ')}.`
        : 'Let an earlier step "capture" it, or name a file of "data".',
    )
  }
}

/** Refuses a step that may change data, unless that is allowed. */
export function refuseWrite(what: string, {keys, title}: StepPlace, {file}: Compilation, mark: string): never {
  throw file.mistake(keys, `${title} is ${what}, which may change data.`, `${mark}, or allow it with --allow-writes.`)
}
