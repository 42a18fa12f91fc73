import type {ErrorEntry} from '../platform/errors/api-error.js'
import {toApiError} from '../platform/errors/error-handler.js'
import type {WorkItem, WorkItemDraft} from './work-item.js'
import type {WorkItems} from './work-items.js'

/** What became of one of many: they do not stand or fall together. */
export type ImportOutcome =
  | {readonly index: number; readonly item: WorkItem}
  | {readonly index: number; readonly errors: readonly ErrorEntry[]}

/** What became of all, in the sequence in which they came. */
export interface ImportReport {
  readonly created: number
  readonly refused: number
  readonly results: readonly ImportOutcome[]
}

export interface ImportOptions {
  /** Ends the work early; what was not begun by then is not made. */
  readonly signal: AbortSignal
  /** Called with how many are done. */
  readonly progress?: (done: number) => void
  /** The id of each, where the same import may be begun again: what is there already is not made twice. */
  readonly idOf?: (index: number) => string
  /** What is told of an error that no caller may know more about. */
  readonly report: (error: unknown) => void
}

/** At a time: enough to hide waiting for others, too few to take the place of other requests. */
const atOnce = 8

/** Makes many work items, each for itself: one that is refused does not hold up the others. */
export async function importWorkItems(
  workItems: WorkItems,
  drafts: readonly WorkItemDraft[],
  {signal, progress, report, idOf}: ImportOptions,
): Promise<ImportReport> {
  const results: ImportOutcome[] = []
  let next = 0
  let done = 0
  const work = async (): Promise<void> => {
    for (let index = next++; index < drafts.length; index = next++) {
      signal.throwIfAborted()
      const draft = drafts[index]
      if (draft) results[index] = await makeOne(workItems, draft, {index, report, id: idOf?.(index)})
      done += 1
      progress?.(done)
    }
  }
  await Promise.all(Array.from({length: Math.min(atOnce, drafts.length)}, work))
  const created = results.filter(result => 'item' in result).length
  return {created, refused: results.length - created, results}
}

interface OneOfMany extends Pick<ImportOptions, 'report'> {
  readonly index: number
  readonly id: string | undefined
}

async function makeOne(
  workItems: WorkItems,
  draft: WorkItemDraft,
  {index, report, id}: OneOfMany,
): Promise<ImportOutcome> {
  try {
    const [known] = id === undefined ? [] : await workItems.getMany([id])
    return {index, item: known ?? (await workItems.create(draft, id))}
  } catch (error) {
    const answer = toApiError(error)
    if (answer.status >= 500) report(error)
    const place = `items.${index}`
    const errors = answer.entries.map(entry => ({
      ...entry,
      field: entry.field === undefined ? place : `${place}.${entry.field}`,
    }))
    return {index, errors}
  }
}
