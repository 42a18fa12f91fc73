import {monitorEventLoopDelay} from 'node:perf_hooks'
import {shownLatency} from '../../quantity.js'
import {bad, doubtful, good, type Observation, withFigures} from '../gateway-check.js'
import type {ProbeAnswer} from '../probe.js'

/** How long this machine itself stood still, so that its pauses are not laid at the door of the gateway. */
export interface Machine {
  /** The pause that one in a hundred is longer than, in milliseconds. */
  pause(): number
  end(): void
}

export function watchMachine(): Machine {
  const delay = monitorEventLoopDelay({resolution: 1})
  delay.enable()
  return {
    // A timer of a millisecond is late by one even when nothing is to be done.
    pause: () => Math.max(0, delay.percentile(99) / 1e6 - 2),
    end: () => delay.disable(),
  }
}

/** A time that may not be longer than something: `Refusals take 3 ms at p95.` */
export interface Timed {
  /** `Refusals take`. */
  readonly what: string
  /** Milliseconds. */
  readonly took: number
  readonly most: number
  /** `at p95`. */
  readonly figure: string
  readonly answer?: ProbeAnswer | undefined
}

/** Judges a time, unless the pauses of this machine explain what is too much of it. */
export function timeObservation(timed: Timed, machine: Machine): Observation {
  const pause = machine.pause()
  return withFigures(judged(timed, pause), {took: timed.took, most: timed.most, pause})
}

function judged({what, took, most, figure, answer}: Timed, pause: number): Observation {
  const text = `${what} ${shownLatency(took)} ${figure}`
  if (took < most) return good(`${text}.`)
  if (took - pause >= most) return bad(`${text}; ${shownLatency(most)} are allowed.`, answer)
  return doubtful(
    `${text}; ${shownLatency(most)} are allowed, but this machine itself stood still for ${shownLatency(pause)}. Measure when it is calm.`,
  )
}
