/** What was seen in a part of a run: the unit in which a comparison counts, because neighbouring requests are alike. */
export interface Slice {
  readonly answers: number
  /**
   * Natural logarithms of service times in milliseconds, as means over the operations: of their 5th percentiles, which tell
   * what the service takes when nothing else has the processor, and of their medians. What is 20 % slower adds 0.18 to both,
   * whatever the mix of quick and slow operations.
   */
  readonly floor: number
  readonly typical: number
  /** The logarithm of the 95th percentile of all service times. */
  readonly tail: number
  /** How late the generator noticed that requests were due, on average, in milliseconds. */
  readonly lag: number
}

/** The figures of one operation in a part. */
interface Seen {
  readonly answers: number
  readonly floor: number
  readonly typical: number
}

interface Part {
  readonly answers: number
  readonly tail: number
  readonly lag: number
  /** By operation. */
  readonly operations: readonly Seen[]
  /** Of all operations as if they were one. */
  readonly whole: Seen
}

/** A part with fewer answers goes on. */
const fewestAnswers = 10

/** An operation that has fewer in most parts is not looked at by itself. */
const fewestOfOperation = 5

/** Always the same length, as far as it can be: the quiet parts of a longer run are to be like those of a short one. */
const shortest = 250
const most = 240

/** Service times above zero have a logarithm; this is a microsecond. */
const least = 0.001

/** Cuts a run into parts of the same length while it goes on. */
export class Slices {
  readonly #parts: Part[] = []
  readonly #length: number
  readonly #service: readonly number[][]
  #answers = 0
  #lag = 0
  #late = 0
  #since: number | undefined

  /** `duration` is that of the run, in milliseconds. */
  constructor(duration: number, operations: number) {
    this.#length = Math.max(shortest, duration / most)
    this.#service = Array.from({length: operations}, () => [])
  }

  /** The parts that are over; what the last one has too little of is left out. */
  get done(): readonly Slice[] {
    const usual = this.#service.flatMap((_, operation) =>
      middle(this.#parts.map(({operations}) => operations[operation]?.answers ?? 0)) >= fewestOfOperation
        ? [operation]
        : [],
    )
    return this.#parts.flatMap(({answers, tail, lag, operations, whole}) => {
      const seen = usual.length === 0 ? [whole] : usual.flatMap(operation => operations[operation] ?? [])
      // Another mix of operations would be another figure.
      if (seen.some(each => each.answers === 0)) return []
      const meanOf = (figure: (each: Seen) => number) => seen.reduce((sum, each) => sum + figure(each), 0) / seen.length
      return [{answers, floor: meanOf(({floor}) => floor), typical: meanOf(({typical}) => typical), tail, lag}]
    })
  }

  served(operation: number, service: number): void {
    this.#service[operation]?.push(service)
    this.#answers++
  }

  late(lag: number): void {
    this.#lag += lag
    this.#late++
  }

  /** To be called many times in a second. */
  tick(now: number): void {
    this.#since ??= now
    if (now - this.#since < this.#length || this.#answers < fewestAnswers) return
    const all = Float64Array.from(this.#service.flat()).sort()
    this.#parts.push({
      answers: this.#answers,
      tail: logarithmAt(all, 0.95),
      lag: this.#late === 0 ? 0 : this.#lag / this.#late,
      operations: this.#service.map(times => seenIn(Float64Array.from(times).sort())),
      whole: seenIn(all),
    })
    for (const times of this.#service) times.length = 0
    this.#answers = 0
    this.#lag = 0
    this.#late = 0
    this.#since = now
  }
}

function seenIn(sorted: Float64Array): Seen {
  return {answers: sorted.length, floor: logarithmAt(sorted, 0.05), typical: logarithmAt(sorted, 0.5)}
}

function logarithmAt(sorted: Float64Array, share: number): number {
  return Math.log(Math.max(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0, least))
}

function middle(counts: readonly number[]): number {
  return counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0
}
