import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {MeshError} from '../../core/errors.js'
import type {Progress} from '../../core/progress.js'
import type {PactFile} from '../pacts/pact-file.js'
import {type EngineRun, runEngine} from './engine.js'
import {engineCopy, expectsRedirect, isPending, type NumberedInteraction} from './engine-copy.js'
import {readEngineResults} from './engine-result.js'
import {type JudgedInteraction, judge} from './judge.js'
import type {VerifierJob} from './verifier-messages.js'

export interface RunOptions extends Omit<VerifierJob, 'batches' | 'interactions'> {
  /** Milliseconds for all of it. */
  readonly timeout: number
  /** How many interactions may be under way at a time, each in an engine of its own. */
  readonly jobs: number
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** What became of the interactions. Those behind a failure are missing when that was asked for. */
export interface Ran {
  readonly interactions: readonly JudgedInteraction[]
  /** The package and version that verified. */
  readonly engine: string
}

/** Runs the engine over interactions and judges what it says. */
export async function runInteractions(interactions: readonly NumberedInteraction[], options: RunOptions): Promise<Ran> {
  const {jobs, progress} = options
  const folder = await mkdtemp(join(tmpdir(), 'mesh-pact-'))
  progress('Loading the engine …')
  let begun = 0
  const began = () => progress(`Verifying interaction ${++begun} of ${interactions.length} …`)
  try {
    const shares = inShares(interactions, jobs)
    const ran = await Promise.all(
      shares.map((share, index) => runShare(share, join(folder, `${index}`), options, began)),
    )
    return {
      interactions: ran.flatMap(each => each.interactions).sort((a, b) => a.number - b.number),
      engine: ran[0]?.engine ?? '',
    }
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

/** Every job gets each n-th interaction: the slow ones of one pact do not all fall to the same. */
function inShares(interactions: readonly NumberedInteraction[], jobs: number): NumberedInteraction[][] {
  const shares = Array.from({length: Math.min(jobs, interactions.length)}, (): NumberedInteraction[] => [])
  for (const [index, interaction] of interactions.entries()) shares[index % shares.length]?.push(interaction)
  return shares
}

async function runShare(
  interactions: readonly NumberedInteraction[],
  prefix: string,
  options: RunOptions,
  began: () => void,
): Promise<Ran> {
  const {timeout, jobs: _jobs, progress: _progress, signal, ...job} = options
  const batches = await writeBatches(interactions, prefix, job.bail)
  const run = await runEngine(
    {
      ...job,
      batches,
      interactions: interactions.map(entry => ({
        number: entry.number,
        description: entry.interaction.description,
        states: entry.interaction.states,
        mayFail: isPending(entry),
        isRedirect: expectsRedirect(entry.interaction),
      })),
    },
    {timeout, signal, began},
  )
  return {engine: run.engine, interactions: judgeRun(interactions, run, batches.length)}
}

/** All pacts in one batch; or a batch for each interaction, when the first failure is to be the last. */
async function writeBatches(
  interactions: readonly NumberedInteraction[],
  prefix: string,
  bail: boolean,
): Promise<string[][]> {
  const copies = bail
    ? interactions.map(entry => [engineCopy(entry.pact, [entry])])
    : [pactsOf(interactions).map(pact => engineCopy(pact, interactions))]
  return Promise.all(
    copies.map((texts, batch) =>
      Promise.all(
        texts.map(async (text, index) => {
          const file = `${prefix}-${batch}-${index}.json`
          await writeFile(file, text)
          return file
        }),
      ),
    ),
  )
}

function pactsOf(interactions: readonly NumberedInteraction[]): PactFile[] {
  return [...new Set(interactions.map(({pact}) => pact))]
}

function judgeRun(
  interactions: readonly NumberedInteraction[],
  run: EngineRun,
  batches: number,
): readonly JudgedInteraction[] {
  const result = readEngineResults(run.results)
  if (result.complaints.length > 0)
    throw new MeshError(
      `The engine could not verify: ${result.complaints.join(' ')}`,
      'Write the pact anew by running the consumer tests; if that does not help, the pact is worth a report to us.',
    )
  // What was left out behind a failure is not judged; a batch has one interaction then.
  const reached = run.results.length < batches ? interactions.slice(0, run.results.length) : interactions
  return reached.map(entry => judge(entry, run, result))
}
