import {sql} from 'kysely'
import {Gauge, type Registry} from 'prom-client'
import {oncePerRegistry} from '../platform/metrics/once-per-registry.js'
import type {Database} from '../postgres/database.js'

/** How much waits, and for how many seconds the oldest of it. */
interface Figures {
  readonly waiting: number
  readonly lag: number
}

/** How far messages are behind; the same figures in every instance, as they share the outbox. */
export function watchOutbox(registry: Registry, database: Database): void {
  outboxGauges(registry).watch(database)
}

const outboxGauges = oncePerRegistry(registry => {
  let watched: Database | undefined
  let asked: Promise<Figures | undefined> | undefined
  // One question for both. A database that is away has no figures to give; those of others are wanted all the same.
  const figures = (): Promise<Figures | undefined> => {
    asked ??= (watched ? figuresOf(watched) : Promise.resolve(undefined))
      .catch(() => undefined)
      .finally(() => {
        asked = undefined
      })
    return asked
  }
  const gauge = (name: string, help: string, figure: keyof Figures) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const known = await figures()
        if (known) this.set(known[figure])
      },
    })
  gauge('outbox_waiting', 'Messages that wait in the outbox.', 'waiting')
  gauge('outbox_lag_seconds', 'Age of the oldest message in the outbox; 0 when there is none.', 'lag')
  return {
    watch(database: Database) {
      watched = database
    },
  }
})

async function figuresOf({tables}: Database): Promise<Figures> {
  const {rows} = await sql<Figures>`
    select count(*)::int as waiting, coalesce(extract(epoch from now() - min(added_at)), 0)::float as lag
    from outbox`.execute(tables)
  return rows[0] ?? {waiting: 0, lag: 0}
}
