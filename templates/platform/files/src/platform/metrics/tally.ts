import {Counter, type Registry} from 'prom-client'

/** A counter for what happens in every request: to count costs next to nothing, the work is done when somebody asks. */
export interface Tally {
  /** One value for each label, in their order. */
  count(...values: readonly string[]): void
}

export interface TallyOptions {
  readonly name: string
  readonly help: string
  readonly labels: readonly string[]
  readonly registry: Registry
}

/** The same as `new Counter`, but for the moment at which labels are looked at. */
export function createTally({name, help, labels, registry}: TallyOptions): Tally {
  const counts = new Map<string, {readonly values: readonly string[]; calls: number}>()
  const counter = new Counter({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    collect() {
      counter.reset()
      for (const {values, calls} of counts.values()) counter.inc(labelled(labels, values), calls)
    },
  })
  return {
    count(...values) {
      const key = keyOf(values)
      const known = counts.get(key)
      if (known) known.calls++
      else counts.set(key, {values, calls: 1})
    },
  }
}

/** The key under which a combination of labels is found. */
export function keyOf(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? '') : values.join('\n')
}

/** Names and values of labels, as prom-client wants to have them. */
export function labelled(labels: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(labels.map((label, index) => [label, values[index] ?? '']))
}
