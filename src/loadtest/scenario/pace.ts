import type {Schedule} from '../engine/schedule.js'
import type {Iteration} from './player.js'

/** Decides when iterations begin. Times are milliseconds from the start of the run. */
export interface Pace {
  /** Length of the load. */
  readonly duration: number
  /** The load that is recorded begins here. */
  readonly recordedFrom: number
  /** All iterations have begun. */
  readonly isOver: boolean
  /** Begins what is due by now; `begin` gives true when all went well. */
  begin(
    elapsed: number,
    begin: (iteration: Omit<Iteration, 'dueAt'> & {readonly due: number}) => Promise<boolean>,
  ): void
  /** Milliseconds until something is due. */
  wait(elapsed: number): number
  /** Nothing begins any more. */
  stop(elapsed: number): void
}

/** Iterations begin on a schedule, whatever becomes of those before; the first `warmUp` of them are not recorded. */
export function scheduledPace(schedule: Schedule, warmUp: number, numberOf: (arrival: number) => number): Pace {
  let begun = 0
  let total = schedule.count
  return {
    duration: schedule.duration,
    recordedFrom: warmUp === 0 ? 0 : schedule.intended(warmUp),
    get isOver() {
      return begun >= total
    },
    begin(elapsed, begin) {
      for (const due = Math.min(total, schedule.due(elapsed)); begun < due; begun++) {
        const number = numberOf(begun)
        begin({number, user: number, due: schedule.intended(begun), isRecorded: begun >= warmUp})
      }
    },
    wait: elapsed => (begun < total ? schedule.intended(begun) - elapsed : Number.POSITIVE_INFINITY),
    stop() {
      total = begun
    },
  }
}

/** A user whose iteration went wrong waits before the next one, in milliseconds. */
const backOff = 50

/** Users who do not think have all begun after so long, in milliseconds. */
const longestSpread = 1000

/** Users who each begin an iteration when the last one is over and they have thought; one after the other at first. */
export function userPace(users: number, think: number, duration: number, first: number): Pace {
  const spread = Math.max(think, Math.min(duration, longestSpread))
  let number = first
  let end = duration
  let now = 0
  let isBegun = false
  return {
    duration,
    recordedFrom: 0,
    get isOver() {
      return now >= end
    },
    begin(elapsed, begin) {
      now = elapsed
      if (isBegun) return
      isBegun = true
      const start = performance.now() - elapsed
      const play = (user: number) => {
        const due = performance.now() - start
        if (due >= end) return
        begin({number: number++, user, due, isRecorded: true}).then(isGood => {
          const pause = isGood ? think : Math.max(think, backOff)
          if (pause === 0) play(user)
          else later(play, pause, user)
        })
      }
      for (let user = 0; user < users; user++) later(play, (spread * user) / users, user)
    },
    wait: elapsed => Math.max(0, end - elapsed),
    stop(elapsed) {
      end = Math.min(end, elapsed)
    },
  }
}

/** A pause that is left when the run is over must not keep the process waiting. */
function later(play: (user: number) => void, pause: number, user: number): void {
  setTimeout(play, pause, user).unref()
}
