import {Latencies} from '../histogram.js'

/** What was seen in a part of a run: the unit in which a comparison counts, because neighbouring requests are alike. */
export interface Slice {
  readonly answers: number
  /** Mean of the natural logarithms of the service times in milliseconds: all of them 20 % slower add 0.18. */
  readonly typical: number
  /** The logarithm of the 95th percentile of the service times. */
  readonly tail: number
  /** How late the generator noticed that requests were due, on average, in milliseconds. */
  readonly lag: number
}

/** A part with fewer answers goes on. */
const fewestAnswers = 10

/** Shorter ones are mostly noise, and more of them tell no more. */
const shortest = 250
const most = 40

/** Service times above zero have a logarithm; this is a microsecond. */
const least = 0.001

/** Cuts a run into parts of the same length while it goes on. */
export class Slices {
  readonly #done: Slice[] = []
  readonly #length: number
  readonly #service = new Latencies()
  #logarithms = 0
  #lag = 0
  #late = 0
  #since: number | undefined

  /** `duration` is that of the run, in milliseconds. */
  constructor(duration: number) {
    this.#length = Math.max(shortest, duration / most)
  }

  /** The parts that are over; what the last one has too little of is left out. */
  get done(): readonly Slice[] {
    return this.#done
  }

  served(service: number): void {
    this.#service.record(service)
    this.#logarithms += Math.log(Math.max(service, least))
  }

  late(lag: number): void {
    this.#lag += lag
    this.#late++
  }

  /** To be called many times in a second. */
  tick(now: number): void {
    this.#since ??= now
    const {count: answers} = this.#service
    if (now - this.#since < this.#length || answers < fewestAnswers) return
    this.#done.push({
      answers,
      typical: this.#logarithms / answers,
      tail: Math.log(Math.max(this.#service.percentile(95), least)),
      lag: this.#late === 0 ? 0 : this.#lag / this.#late,
    })
    this.#service.clear()
    this.#logarithms = 0
    this.#lag = 0
    this.#late = 0
    this.#since = now
  }
}
