import {Counter, type Registry} from 'prom-client'
import {byLabels, labelled} from './by-labels.js'

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
  const counts = byLabels(values => ({labels: labelled(labels, values), calls: 0}))
  const counter = new Counter({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    collect() {
      counter.reset()
      for (const {labels, calls} of counts.all()) counter.inc(labels, calls)
    },
  })
  return {
    count(...values) {
      counts.of(values).calls++
    },
  }
}
