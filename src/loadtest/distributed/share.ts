import {MeshError} from '../../core/errors.js'
import type {Schedule} from '../engine/schedule.js'
import type {Turns} from '../engine/turns.js'
import {shownNumber} from '../quantity.js'

/** The part that one worker has in a run: of the arrivals of the whole run every `of`-th, from `index` on. */
export interface Share {
  /** From 0. */
  readonly index: number
  readonly of: number
  /** When the whole run starts, in milliseconds since 1970. */
  readonly startAt: number
}

/** More workers than these are a typing error. */
const mostWorkers = 1000

/** Checks the place of a worker before anything is sent. */
export function checkShare({index, of}: Pick<Share, 'index' | 'of'>): void {
  if (of < 1 || of > mostWorkers)
    throw new MeshError(`A run cannot have ${shownNumber(of)} workers.`, `Choose from 1 to ${mostWorkers} with --of.`)
  if (index < 0 || index >= of)
    throw new MeshError(
      `There is no worker ${index} of ${of}: they are counted from 0.`,
      `Give each worker another --index, from 0 to ${of - 1}.`,
    )
}

/**
 * The arrivals `index`, `index + of`, `index + 2 · of`, … of a schedule, when they are due in it: what all workers send
 * together is the schedule.
 */
export function sharedSchedule(whole: Schedule, share: Share): Schedule {
  const {index, of} = share
  const count = shareOfFirst(whole.count, share)
  if (count === 0)
    throw new MeshError(
      `Worker ${index} has nothing to send: the run has ${shownNumber(whole.count)} requests for ${of} workers.`,
      'Take fewer workers, or a longer run.',
    )
  return {
    count,
    duration: whole.duration,
    intended: own => whole.intended(own * of + index),
    due: elapsed => shareOfFirst(whole.due(elapsed), share),
  }
}

/** How many of the first `arrivals` of a run are those of a worker. */
export function shareOfFirst(arrivals: number, {index, of}: Share): number {
  return Math.max(0, Math.ceil((arrivals - index) / of))
}

/** The number in the whole run of an arrival of a worker; the same where nobody shares a run. */
export function arrivalOf(own: number, share: Share | undefined): number {
  return share === undefined ? own : own * share.of + share.index
}

/** The requests that belong to the arrivals of a worker. */
export function sharedTurns(whole: Turns, share: Share): Turns {
  return {period: whole.period, at: own => whole.at(arrivalOf(own, share))}
}
