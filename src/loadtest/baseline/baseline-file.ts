import {existsSync} from 'node:fs'
import {cpus} from 'node:os'
import {z} from 'zod'
import {MeshError} from '../../core/errors.js'
import {problemsOf} from '../../core/problems.js'
import {readTextFile, shownPath, writeTextFile} from '../../io/files.js'
import {shownNumber} from '../quantity.js'
import type {Slice} from './slices.js'

/** Older runs than these are forgotten: a service is compared with what it was of late. */
const mostRuns = 10

const count = z.number().nonnegative()

const schema = z.strictObject({
  version: z.literal(2),
  /** What has to be the same for runs to be compared. */
  load: z.strictObject({
    target: z.string(),
    rate: count,
    operations: z.array(z.string()),
    /** The machine that sends, and its Node. */
    generator: z.string(),
  }),
  runs: z.array(
    z.strictObject({
      startedAt: z.string(),
      requests: count,
      slices: z.array(
        z.strictObject({answers: count, floor: z.number(), typical: z.number(), tail: z.number(), lag: z.number()}),
      ),
      /** HdrHistogram V2, compressed, in base64: service times of the whole run in microseconds. */
      service: z.string(),
    }),
  ),
})

type Stored = z.output<typeof schema>

/** The load of a run, as far as it decides with what the run may be compared. */
export type BaselineLoad = Omit<Stored['load'], 'generator'>
/** A run as it is kept. */
export type BaselineRun = Omit<Stored['runs'][number], 'slices'> & {readonly slices: readonly Slice[]}

/** The runs of a baseline, which may be missing unless it is `needed`; one of another load is the user's to mend. */
export async function readBaseline(path: string, load: BaselineLoad, needed: boolean): Promise<readonly BaselineRun[]> {
  const shown = shownPath(path)
  if (!existsSync(path) && !needed) return []
  if (!existsSync(path))
    throw new MeshError(`There is no baseline "${shown}".`, 'Make it with --save-baseline, and compare the next run.')
  const value = parsedJson(await readTextFile(path, shown), shown)
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    throw new MeshError(`"${shown}" is no baseline: ${problemsOf(parsed.error, schema, value)[0] ?? ''}`, again)
  const other = differenceOf(parsed.data.load, {...load, generator: generator()})
  if (other !== undefined)
    throw new MeshError(
      `The baseline "${shown}" is of another load: ${other}.`,
      'Send the same load, or name another file with --baseline.',
    )
  return parsed.data.runs
}

/** Writes the latest of the runs, and says how many they are. */
export async function saveBaseline(path: string, load: BaselineLoad, all: readonly BaselineRun[]): Promise<number> {
  const runs = all.slice(-mostRuns)
  const baseline = {version: 2, load: {...load, generator: generator()}, runs}
  // One line for each slice would make thousands of them.
  const text = JSON.stringify(
    baseline,
    (_, value) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value),
    1,
  )
  await writeTextFile(path, `${text}\n`)
  return runs.length
}

const again = 'Delete it, and make a new one with --save-baseline.'

function parsedJson(text: string, shown: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new MeshError(`"${shown}" is not valid JSON.`, again)
  }
}

function differenceOf(before: Stored['load'], now: Stored['load']): string | undefined {
  if (before.target !== now.target) return `it went to "${before.target}", this one goes to "${now.target}"`
  if (before.rate !== now.rate)
    return `it had ${shownNumber(before.rate, 2)}/s, this one has ${shownNumber(now.rate, 2)}/s`
  if (before.operations.join('\n') !== now.operations.join('\n'))
    return `it sent ${before.operations.map(name => `"${name}"`).join(', ')}`
  return before.generator === now.generator ? undefined : `it came from another machine (${before.generator})`
}

function generator(): string {
  const processors = cpus()
  return `${processors.length} × ${processors[0]?.model.trim() || 'unknown'}, Node ${process.versions.node.split('.')[0]}`
}
