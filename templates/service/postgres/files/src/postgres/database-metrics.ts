import {Gauge, type Registry} from 'prom-client'
import type {ServerPool} from './server-pool.js'

/** Connections of this process, read when somebody asks. */
export function watchConnections(registry: Registry, figures: ServerPool['figures']): void {
  new Gauge({
    name: 'database_connections',
    help: 'Connections to the database by state; "waiting" counts work that waits for one.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries(figures())) this.set({state}, count)
    },
  })
}
