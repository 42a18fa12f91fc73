import {AsyncLocalStorage} from 'node:async_hooks'
import {setTimeout as sleep} from 'node:timers/promises'
import {type IsolationLevel, Kysely, PostgresDialect, type PostgresPool, sql} from 'kysely'
import type {Closable} from '../platform/lifecycle/shutdown.js'
import {isConflict, unavailable} from './failures.js'
import type {Tables} from './tables.js'

export interface TransactionOptions {
  /** What the server does by itself unless it is said: "read committed". */
  readonly isolation?: IsolationLevel
}

/** The way to the data: queries and transactions. */
export interface Database extends Closable {
  /** Where queries begin: within a transaction on its connection, on any free one otherwise. */
  readonly tables: Kysely<Tables>
  /** All that is awaited within it happens as a whole or not at all; one within another is part of it. When it meets
   * another one and loses it is run again, so nothing in it may reach beyond the database. */
  transaction<T>(work: () => Promise<T>, options?: TransactionOptions): Promise<T>
  /** Calls back when the transaction that is under way here is committed; at once where there is none. */
  afterCommit(callback: () => void): void
  /** Rejects when the database can not be used. */
  check(): Promise<void>
  close(): Promise<void>
}

/** A transaction that is under way. */
interface Transaction {
  readonly tables: Kysely<Tables>
  readonly afterCommit: (() => void)[]
}

/** Tries of a transaction that meets others, with a pause in milliseconds that grows and is never the same. */
const tries = {most: 5, pause: 10}

export function createDatabase(pool: PostgresPool): Database {
  const root = new Kysely<Tables>({dialect: new PostgresDialect({pool})})
  const current = new AsyncLocalStorage<Transaction>()

  return {
    get tables() {
      return current.getStore()?.tables ?? root
    },
    async transaction(work, {isolation} = {}) {
      if (current.getStore()) return work()
      for (let attempt = 1; ; attempt++) {
        const begun = isolation ? root.transaction().setIsolationLevel(isolation) : root.transaction()
        const afterCommit: (() => void)[] = []
        try {
          const result = await begun.execute(tables => current.run({tables, afterCommit}, work))
          for (const callback of afterCommit) callback()
          return result
        } catch (error) {
          if (!isConflict(error)) throw error
          if (attempt === tries.most) throw unavailable('Too many write the same at the same time.', error)
        }
        await sleep(tries.pause * 2 ** attempt * Math.random())
      }
    },
    afterCommit(callback) {
      const transaction = current.getStore()
      if (transaction) transaction.afterCommit.push(callback)
      else callback()
    },
    async check() {
      await sql`select 1`.execute(root)
    },
    close: () => root.destroy(),
  }
}
