import type {Glance} from './recorder.js'
import type {Turns} from './turns.js'

/** What an engine of ours is told, whatever decides when its requests are sent. */
export interface LoopPlan {
  readonly turns: Turns
  /** Number of operations. */
  readonly operations: number
  /** From the moment a request is handed to its connection until its body has arrived, in milliseconds. */
  readonly timeout: number
  readonly signal: AbortSignal
  /** A closed loop ends after so many requests, before its time. */
  readonly most: number | undefined
  /** Called a few times in a second with what goes on. */
  readonly watch: (elapsed: number, glance: Glance) => void
}
