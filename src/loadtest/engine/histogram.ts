import hdr, {type Histogram} from 'hdr-histogram-js'

/** Makes histograms usable; their WebAssembly is compiled once. */
export async function prepareHistograms(): Promise<void> {
  await hdr.initWebAssembly()
}

/** The percentiles of the JSON output by their key. */
export const percentiles = {p50: 50, p75: 75, p90: 90, p95: 95, p99: 99, p99_9: 99.9, p99_99: 99.99} as const

export type Percentile = keyof typeof percentiles

/** Latencies in milliseconds, to the microsecond; null where nothing was recorded. */
export type LatencySummary = Readonly<Record<Percentile | 'max' | 'mean', number | null>>

/**
 * Latencies of any number of requests in a few kilobytes: an HDR histogram of microseconds with three significant
 * digits. Mean and maximum are kept beside it, exactly.
 */
export class Latencies {
  readonly #histogram: Histogram = hdr.build({
    useWebAssembly: true,
    bitBucketSize: 32,
    numberOfSignificantValueDigits: 3,
    autoResize: true,
    // It grows to what it sees, so that a histogram for each operation and status stays small.
    highestTrackableValue: 2,
  })
  #count = 0
  #sum = 0
  #max = 0

  get count(): number {
    return this.#count
  }

  get max(): number {
    return this.#max
  }

  get mean(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count
  }

  /** Total of all latencies, in milliseconds. */
  get sum(): number {
    return this.#sum
  }

  record(milliseconds: number): void {
    const latency = Math.max(milliseconds, 0)
    this.#count++
    this.#sum += latency
    if (latency > this.#max) this.#max = latency
    this.#histogram.recordValue(Math.round(latency * 1000))
  }

  /** The latency that `percent` of all requests do not exceed, in milliseconds. */
  percentile(percent: number): number {
    if (this.#count === 0) return 0
    // A bucket is named by its upper end, which may lie above the greatest latency that was seen.
    return Math.min(this.#histogram.getValueAtPercentile(percent) / 1000, this.#max)
  }

  /** How many latencies are above a limit in milliseconds. */
  countAbove(limit: number): number {
    let low = 0
    let high = this.#count
    // The greatest number of latencies, in ascending order, that keep the limit.
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (this.percentile((middle / this.#count) * 100) <= limit) low = middle
      else high = middle - 1
    }
    return this.#count - low
  }

  add(other: Latencies): void {
    if (other.#count === 0) return
    this.#count += other.#count
    this.#sum += other.#sum
    this.#max = Math.max(this.#max, other.#max)
    this.#histogram.add(other.#histogram)
  }

  clear(): void {
    this.#histogram.reset()
    this.#count = 0
    this.#sum = 0
    this.#max = 0
  }

  summary(): LatencySummary {
    const shown = (value: number) => (this.#count === 0 ? null : Math.round(value * 1000) / 1000)
    const entries = Object.entries(percentiles).map(([key, percent]) => [key, shown(this.percentile(percent))])
    // Object.fromEntries forgets the keys, which are those of `percentiles`.
    return {
      ...(Object.fromEntries(entries) as Record<Percentile, number | null>),
      max: shown(this.max),
      mean: shown(this.mean),
    }
  }

  /** HdrHistogram V2, compressed, in base64: other tools read it, and it can be merged exactly. */
  encode(): string {
    return hdr.encodeIntoCompressedBase64(this.#histogram)
  }

  /** What `encode` has written, with the figures that are kept beside it. Throws what is no sentence for a user. */
  static decode(text: string, {mean, max}: Pick<LatencySummary, 'mean' | 'max'>): Latencies {
    const latencies = new Latencies()
    latencies.#histogram.add(hdr.decodeFromCompressedBase64(text, 32, true))
    latencies.#count = latencies.#histogram.totalCount
    latencies.#sum = (mean ?? 0) * latencies.#count
    latencies.#max = max ?? 0
    return latencies
  }

  /** Several histograms as one. */
  static merged(parts: Iterable<Latencies>): Latencies {
    const whole = new Latencies()
    for (const part of parts) whole.add(part)
    return whole
  }
}
