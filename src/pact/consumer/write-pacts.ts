import {existsSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {join} from 'node:path'
import {MeshError} from '../../core/errors.js'
import {readTextFile, shownPath, writeTextFile} from '../../io/files.js'
import {type PactFile, readPact} from '../pacts/pact-file.js'
import {type Conflict, groupByPair, keyOf, type MergedPact, mergePacts} from './merge.js'
import {pactsWithoutTests} from './pacts-without-tests.js'
import type {RecordedPact} from './recorded.js'

/** What became of one pact file. */
export interface WrittenPact {
  readonly path: string
  readonly consumer: string
  readonly provider: string
  /** None is left of a pact that no test writes any more: its file is gone. */
  readonly interactions: number
  /** Interactions that the file did not have before, that it had with another content, and that are gone. */
  readonly added: number
  readonly changed: number
  readonly removed: number
  /** Interactions of an earlier run that stay because only a part of the tests ran. */
  readonly kept: number
}

export interface WriteOptions {
  /** All tests of the run ran: what none of them wrote is gone. */
  readonly isComplete: boolean
  /** And they are all consumer tests of the project: a pact that none of them wrote is gone as well. */
  readonly isWhole: boolean
  /** Say what would become of the files, and leave them. */
  readonly dryRun: boolean
}

/**
 * Merges what the tests recorded into the pact files of a folder. Nothing is written when tests conflict. When only a
 * part of the tests ran, the other interactions of the files stay.
 */
export async function writePacts(
  recorded: readonly RecordedPact[],
  folder: string,
  {isComplete, isWhole, dryRun}: WriteOptions,
): Promise<{readonly written: readonly WrittenPact[]; readonly conflicts: readonly Conflict[]}> {
  const plans = await Promise.all(
    [...groupsByFile(recorded)].map(async ([name, group]) => {
      const path = join(folder, name)
      const before = existsSync(path) ? readPact({path: shownPath(path), text: await readTextFile(path)}) : undefined
      return {path, before, ...mergePacts(group, isComplete ? undefined : before)}
    }),
  )
  const conflicts = plans.flatMap(plan => plan.conflicts)
  if (conflicts.length > 0) return {written: [], conflicts}
  const ordered = plans.sort((a, b) => (a.path < b.path ? -1 : 1))
  // Editors and watchers need not look at a file that stays as it is.
  for (const {path, before, merged} of ordered)
    if (!dryRun && before?.source.text !== merged.text) await writeTextFile(path, merged.text)
  const gone = isWhole ? await pactsWithoutTests(recorded, folder) : []
  if (!dryRun) await Promise.all(gone.map(({source}) => rm(source.path)))
  const written = ordered.map(({path, before, merged}) => compare(shownPath(path), before, merged))
  return {written: [...written, ...gone.map(goneOf)], conflicts: []}
}

/** A pact that no test writes any more: nothing of it is left. */
function goneOf({source, consumer, provider, interactions}: PactFile): WrittenPact {
  const none = {interactions: 0, added: 0, changed: 0, kept: 0}
  return {path: source.path, consumer, provider, ...none, removed: interactions.length}
}

/** What was recorded by the name of its file: `web-orders.json`. A name is no path, whatever is in it. */
function groupsByFile(recorded: readonly RecordedPact[]): ReadonlyMap<string, RecordedPact[]> {
  const groups = new Map<string, RecordedPact[]>()
  for (const group of groupByPair(recorded).values()) {
    const names = group.slice(0, 1).map(({pact: {consumer, provider}}) => `${consumer}-${provider}`)
    const name = `${names.join().replaceAll(/[\u0000-\u001F/\\:*?"<>|]/g, '-')}.json`
    if (groups.has(name))
      throw new MeshError(
        `Two pacts of the tests would both be in "${name}".`,
        'Give one of the consumers or providers a name that differs in more than its signs.',
      )
    groups.set(name, group)
  }
  return groups
}

function compare(path: string, before: PactFile | undefined, merged: MergedPact): WrittenPact {
  const after = readPact({path, text: merged.text})
  const old = textsOf(before)
  const now = textsOf(after)
  const {consumer, provider, interactions, kept} = merged
  return {
    path,
    consumer,
    provider,
    interactions,
    added: [...now.keys()].filter(key => !old.has(key)).length,
    changed: [...now].filter(([key, text]) => old.has(key) && old.get(key) !== text).length,
    removed: [...old.keys()].filter(key => !now.has(key)).length,
    kept,
  }
}

/** Interactions by what makes them the same, without regard to layout. */
function textsOf(pact: PactFile | undefined): Map<string, string> {
  return new Map(
    pact?.interactions.map(interaction => [
      keyOf(pact, interaction),
      pact.source.text.slice(interaction.node.start, interaction.node.end).replaceAll(/\n\s*/g, ''),
    ]),
  )
}
