import {showDuration} from '../../core/duration.js'
import type {Glance} from '../engine/recorder.js'
import {shownLatency, shownNumber} from '../quantity.js'
import {sparkline} from './sparkline.js'

/** More bars tell no more at a glance, and fewer than these nothing. */
const mostBars = 24
const fewestBars = 4

/** What one sees of a run while it goes on: rate, latency and errors of the last seconds, on one line. */
export class LiveLine {
  readonly #rates: number[] = []
  readonly #latencies: (number | null)[] = []
  readonly #errors: number[] = []
  #second = 0
  #failures = 0

  /** `length` is that of the run in milliseconds. */
  constructor(private readonly length: number) {}

  /** The line for a terminal of so many columns; to be asked for a few times in a second. */
  at(elapsed: number, glance: Glance): (columns: number) => string {
    const second = Math.floor(elapsed / 1000)
    if (second > this.#second) {
      this.#second = second
      this.#rates.push(glance.rate)
      this.#latencies.push(glance.p95)
      this.#errors.push(glance.failures - this.#failures)
      this.#failures = glance.failures
    }
    return columns => this.#shown(elapsed, glance, columns)
  }

  #shown(elapsed: number, {rate, p95, failures}: Glance, columns: number): string {
    const left = this.length - elapsed
    const rest = left > 0 ? `${showDuration(Math.ceil(left / 1000) * 1000)} left` : 'waiting for the last answers'
    const line = (bars: number) => {
      const row = (values: readonly (number | null)[]) => (bars < fewestBars ? '' : `${sparkline(values, bars)} `)
      return [
        `${row(this.#rates)}${shownNumber(rate)}/s`,
        `p95 ${row(this.#latencies)}${p95 === null ? '-' : shownLatency(p95)}`,
        `errors ${row(this.#errors)}${shownNumber(failures)}`,
        rest,
      ].join('  ')
    }
    // Each of the three rows has a blank behind it; the cursor stands behind the line.
    return line(Math.min(mostBars, Math.floor((columns - 1 - line(0).length) / 3) - 1))
  }
}
