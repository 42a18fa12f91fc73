import {sql} from 'kysely'
import type {Database} from '../postgres/database.js'
import type {Aggregate} from './aggregate.js'

/** States that need not be worked out from the first event on. Nothing is lost with them. */
export interface Snapshots {
  /** The newest one of this shape. */
  load<State>(stream: string, shape: number): Promise<Aggregate<State> | undefined>
  keep<State>(stream: string, shape: number, aggregate: Aggregate<State>): Promise<void>
}

/** The last snapshot of each stream, as JSON. */
export function createSnapshots(database: Database): Snapshots {
  return {
    async load<State>(stream: string, shape: number) {
      // Written by the same kind with the same shape, which is what the number promises.
      const {rows} = await sql<Aggregate<State>>`
        select state, version from snapshots where stream = ${stream} and shape = ${shape}`.execute(database.tables)
      return rows[0]
    },
    async keep(stream, shape, {state, version}) {
      // One that was worked out earlier may be written later.
      await sql`
        insert into snapshots (stream, version, shape, state)
        values (${stream}, ${version}, ${shape}, ${JSON.stringify(state)})
        on conflict (stream) do update
          set version = excluded.version, shape = excluded.shape, state = excluded.state
          where (excluded.shape, excluded.version) > (snapshots.shape, snapshots.version)`.execute(database.tables)
    },
  }
}
