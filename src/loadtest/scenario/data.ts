import {resolve} from 'node:path'
import {MeshError} from '../../core/errors.js'
import {readTextFile} from '../../io/files.js'
import {seeded} from '../engine/seeded.js'
import {shownNumber} from '../quantity.js'
import {parseCsv} from './csv.js'
import type {ScenarioFile} from './schema.js'

/** Rows that iterations are filled from. */
export interface DataSet {
  readonly name: string
  readonly order: 'sequential' | 'random' | 'unique'
  readonly columns: ReadonlySet<string>
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** The row of an iteration; undefined when there are no more. */
  row(turn: Turn): Readonly<Record<string, unknown>> | undefined
}

/** Which iteration wants a row. */
export interface Turn {
  /** Its number in the run, and among those of its scenario. */
  readonly iteration: number
  readonly ofScenario: number
  /** Number of the user: each has rows of its own where they are unique. In an open loop each iteration is a user. */
  readonly user: number
}

/** Reads the data files of a scenario file; their paths start from `folder`. */
export async function readData(named: ScenarioFile['data'], seed: number, folder: string): Promise<DataSet[]> {
  return Promise.all(
    Object.entries(named).map(async ([name, {file, order}], index) => {
      const text = await readTextFile(resolve(folder, file), file)
      const rows = /\.json$/i.test(file) ? parseRows(text, file) : parseCsv(text, file)
      const [first] = rows
      if (first === undefined) throw new MeshError(`"${file}" has no rows.`, 'Give it one or more.')
      return dataSet(name, order, rows, seed + index)
    }),
  )
}

/** Refuses data that has fewer rows than there are users who need one of their own, and rehearsals before them. */
export function refuseTooFewRows(data: readonly DataSet[], users: number, rehearsals: number): void {
  const wanted = users + rehearsals
  for (const {name, order, rows} of data)
    if (order === 'unique' && rows.length < wanted)
      throw new MeshError(
        `Data "${name}" has ${shownNumber(rows.length)} rows, but ${shownNumber(wanted)} are needed: one for each of ${shownNumber(users)} users, and for the pre-flight.`,
        'Give it more rows, or lower the rate, the duration or --users; "order: sequential" begins anew at the end.',
      )
}

function dataSet(name: string, order: DataSet['order'], rows: DataSet['rows'], seed: number): DataSet {
  const [first = {}] = rows
  return {
    name,
    order,
    rows,
    // What some row lacks nobody can count on.
    columns: new Set(Object.keys(first).filter(column => rows.every(row => Object.hasOwn(row, column)))),
    row: ({iteration, ofScenario, user}) => {
      if (order === 'unique') return rows[user]
      return rows[order === 'random' ? Math.floor(seeded(seed, iteration) * rows.length) : ofScenario % rows.length]
    },
  }
}

function parseRows(text: string, shown: string): Readonly<Record<string, unknown>>[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? ` (${error.message})` : ''
    throw new MeshError(`"${shown}" is not valid JSON${why}.`, 'Give a list of objects.')
  }
  const isRow = (row: unknown): row is Record<string, unknown> =>
    typeof row === 'object' && row !== null && !Array.isArray(row)
  if (Array.isArray(value) && value.every(isRow)) return value
  throw new MeshError(`"${shown}" is no list of objects.`, 'Write [{"email": "ann@example.com"}, …].')
}
