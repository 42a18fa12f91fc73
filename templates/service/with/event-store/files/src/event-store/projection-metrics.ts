import {sql} from 'kysely'
import {Gauge, type Registry} from 'prom-client'
import {oncePerRegistry} from '../platform/metrics/once-per-registry.js'
import type {Database} from '../postgres/database.js'
import type {Projection} from './projection.js'

/** How far a projection is behind what has happened. */
export function watchProjection(registry: Registry, projection: Projection, database: Database): void {
  projectionLag(registry).watch(projection, database)
}

const projectionLag = oncePerRegistry(registry => {
  const watched = new Map<Projection, Database>()
  new Gauge({
    name: 'projection_lag_seconds',
    help: 'Age of the oldest event that a projection has not taken in; 0 when there is none.',
    labelNames: ['projection'],
    registers: [registry],
    async collect() {
      for (const [projection, database] of watched) {
        // A database that is away has no figure to give; those of others are wanted all the same.
        const lag = await lagOf(projection, database).catch(() => undefined)
        if (lag !== undefined) this.set({projection: projection.name}, lag)
      }
    },
  })
  return {
    watch(projection: Projection, database: Database) {
      watched.set(projection, database)
    },
  }
})

async function lagOf({name, types}: Projection, {tables}: Database): Promise<number> {
  const {rows} = await sql<{readonly lag: number}>`
    select coalesce(extract(epoch from now() - min(event.stored_at)), 0)::float as lag
    from stored_events as event left join projections as projection on projection.name = ${name}
    where event.type = any(${[...types]})
      and (event.transaction, event.position)
        > (coalesce(projection.transaction, '0'::xid8), coalesce(projection.position, 0))`.execute(tables)
  return rows[0]?.lag ?? 0
}
