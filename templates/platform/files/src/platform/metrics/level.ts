import {Gauge, type Registry} from 'prom-client'

/** How many of something there are at the moment. To count costs next to nothing, the work is done when somebody asks. */
export interface Level {
  inc(): void
  dec(): void
}

/** The same as a `new Gauge` without labels, but for the moment at which it is written down. */
export function createLevel(name: string, help: string, registry: Registry): Level {
  let count = 0
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(count)
    },
  })
  return {
    inc() {
      count += 1
    },
    dec() {
      count -= 1
    },
  }
}
