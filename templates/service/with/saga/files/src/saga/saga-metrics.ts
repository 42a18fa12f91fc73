import {sql} from 'kysely'
import {Counter, Gauge, type Registry} from 'prom-client'
import {oncePerRegistry} from '../platform/metrics/once-per-registry.js'
import type {Database} from '../postgres/database.js'

/** The figures of sagas. */
export interface SagaMetrics {
  readonly steps: Counter<'kind' | 'state' | 'outcome'>
  readonly finished: Counter<'kind' | 'state'>
  /** From now on tells how many are not over; the same figure in every instance, as they share them. */
  watch(database: Database): void
}

export const createSagaMetrics = oncePerRegistry(makeSagaMetrics)

function makeSagaMetrics(registry: Registry): SagaMetrics {
  const registers = [registry]
  let watched: Database | undefined
  new Gauge({
    name: 'sagas_open',
    help: 'Sagas that are not over, and those that could not be undone (state "compensation_failed"), by state.',
    labelNames: ['kind', 'state'],
    registers,
    async collect() {
      // A database that is away has no figures to give; those of others are wanted all the same.
      const rows = watched && (await openSagas(watched).catch(() => undefined))
      if (!rows) return
      this.reset()
      for (const {kind, state, count} of rows) this.set({kind, state}, count)
    },
  })
  return {
    steps: new Counter({
      name: 'saga_steps_total',
      help: 'Tries of steps by the state they are about and by what became of them.',
      labelNames: ['kind', 'state', 'outcome'],
      registers,
    }),
    finished: new Counter({
      name: 'sagas_finished_total',
      help: 'Sagas that are over: completed, compensated or compensation_failed.',
      labelNames: ['kind', 'state'],
      registers,
    }),
    watch(database) {
      watched = database
    },
  }
}

interface OpenSagas {
  readonly kind: string
  readonly state: string
  readonly count: number
}

async function openSagas({tables}: Database): Promise<readonly OpenSagas[]> {
  const {rows} = await sql<OpenSagas>`
    select kind, state, count(*)::int as count from sagas
    where due_at is not null or state = 'compensation_failed' group by kind, state`.execute(tables)
  return rows
}
