import {performance} from 'node:perf_hooks'
import type {Finding} from '../core/finding.js'
import type {Table} from '../core/report.js'

/** How long a run took, in milliseconds; part of the JSON output. */
export interface Timing {
  /** Everything but rules: finding files, reading and checking them. */
  readonly readingMs: number
  readonly rulesMs: number
  /** The slowest first. */
  readonly rules: readonly {readonly rule: string; readonly ms: number}[]
}

/** Sums up how long rules took, over all contracts. */
export class Times {
  readonly #sums = new Map<string, number>()

  add(times: ReadonlyMap<string, number>): void {
    for (const [rule, ms] of times) this.#sums.set(rule, (this.#sums.get(rule) ?? 0) + ms)
  }

  data(started: number): Timing {
    const rulesMs = [...this.#sums.values()].reduce((sum, ms) => sum + ms, 0)
    return {
      readingMs: rounded(performance.now() - started - rulesMs),
      rulesMs: rounded(rulesMs),
      rules: [...this.#sums].sort(([, a], [, b]) => b - a).map(([rule, ms]) => ({rule, ms: rounded(ms)})),
    }
  }
}

/** The figures for people. */
export function timeTable({readingMs, rulesMs, rules}: Timing, findings: readonly Finding[]): Table {
  const counts = new Map<string, number>()
  for (const {rule} of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  return {
    title: 'Time per rule; what several rules need is counted for the first of them',
    columns: ['rule', 'milliseconds', 'findings'],
    rows: [
      ['(finding, reading and checking files)', readingMs.toFixed(1), ''],
      ...rules.map(({rule, ms}) => [rule, ms.toFixed(1), counts.get(rule) ?? 0]),
      ['(all rules)', rulesMs.toFixed(1), findings.length],
    ],
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10
}
