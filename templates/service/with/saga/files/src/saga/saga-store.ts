import {sql} from 'kysely'
import type {JsonObject} from '../platform/contract/document.js'
import type {Database} from '../postgres/database.js'
import type {Saga, SagaFailure} from './saga.js'
import {finalStates, type StepOutcome} from './transitions.js'

/** The ids of the flow that a saga began in, as headers have them, and under `subject` for whom that was. */
export type SagaOrigin = Readonly<Record<string, string>>

/** A saga that somebody has taken upon himself for a while. */
export interface ClaimedSaga extends Saga {
  readonly origin: SagaOrigin
}

/** What has happened to a saga that was claimed. */
export interface Advance {
  readonly outcome: StepOutcome | 'retried'
  /** The state that follows. */
  readonly state: string
  readonly data: JsonObject
  readonly failure?: SagaFailure | undefined
  /** What went wrong, for those who look at it later. */
  readonly message?: string | undefined
  /** Milliseconds until it goes on. */
  readonly delay: number
}

/** Sagas as they are kept: their state is written before they do anything. */
export interface SagaStore {
  /** Part of the transaction that is under way. False when there is a saga of this id already. */
  add(saga: Pick<Saga, 'id' | 'kind' | 'state' | 'data'> & {readonly origin: SagaOrigin}): Promise<boolean>
  find(id: string): Promise<Saga | undefined>
  /** Takes sagas that are due. They are due again after a lease in milliseconds, if nothing is heard of them. */
  claim(kinds: readonly string[], most: number, lease: number): Promise<readonly ClaimedSaga[]>
  /** Notes what has happened. False when somebody else has taken it over meanwhile. */
  advance(claimed: Saga, advance: Advance): Promise<boolean>
  /** Those that could not be undone, the longest first. */
  stuck(): Promise<readonly Saga[]>
  /** Lets one that could not be undone go on where it stopped. False when there is none. */
  resume(id: string): Promise<boolean>
}

interface SagaRow extends Omit<ClaimedSaga, 'failure'> {
  readonly failure: SagaFailure | null
}

const columns = sql`id, kind, state, data, failure, origin, attempts, version`

export function createSagaStore(database: Database): SagaStore {
  const select = async (rest: ReturnType<typeof sql>): Promise<readonly ClaimedSaga[]> => {
    const {rows} = await sql<SagaRow>`${rest}`.execute(database.tables)
    return rows.map(({failure, ...row}) => ({...row, ...(failure && {failure})}))
  }
  const changes = async (statement: ReturnType<typeof sql>): Promise<boolean> =>
    ((await statement.execute(database.tables)).numAffectedRows ?? 0n) > 0n

  return {
    add: ({id, kind, state, data, origin}) =>
      changes(sql`
        insert into sagas (id, kind, state, data, origin, due_at)
        values (${id}, ${kind}, ${state}, ${JSON.stringify(data)}, ${JSON.stringify(origin)}, ${dueIn(state, 0)})
        on conflict do nothing`),
    async find(id) {
      return (await select(sql`select ${columns} from sagas where id = ${id}`))[0]
    },
    claim: (kinds, most, lease) =>
      select(sql`
        update sagas
        set due_at = now() + ${lease} * interval '1 millisecond', attempts = attempts + 1, version = version + 1
        where id in (
          select id from sagas where due_at <= now() and kind = any(${[...kinds]})
          order by due_at limit ${most} for update skip locked
        ) returning ${columns}`),
    advance: (claimed, {outcome, state, data, failure = claimed.failure, message, delay}) =>
      database.transaction(async () => {
        const attempts = outcome === 'retried' ? claimed.attempts : 0
        const advanced = await changes(sql`
          update sagas
          set state = ${state}, data = ${JSON.stringify(data)}, failure = ${failure ? JSON.stringify(failure) : null},
            attempts = ${attempts}, due_at = ${dueIn(state, delay)}, version = version + 1, changed_at = now()
          where id = ${claimed.id} and version = ${claimed.version}`)
        if (!advanced) return false
        await sql`
          insert into saga_steps (saga_id, state, outcome, message)
          values (${claimed.id}, ${claimed.state}, ${outcome}, ${message ?? null})`.execute(database.tables)
        return true
      }),
    stuck: () =>
      select(sql`select ${columns} from sagas where state = 'compensation_failed' order by changed_at limit 1000`),
    resume: id =>
      changes(sql`
        update sagas
        set state = last.state, attempts = 0, due_at = now(), version = version + 1, changed_at = now()
        from (select state from saga_steps where saga_id = ${id} order by position desc limit 1) as last
        where id = ${id} and sagas.state = 'compensation_failed'`),
  }
}

function dueIn(state: string, delay: number) {
  const over = finalStates.some(final => final === state)
  return over ? sql`null` : sql`now() + ${delay} * interval '1 millisecond'`
}
