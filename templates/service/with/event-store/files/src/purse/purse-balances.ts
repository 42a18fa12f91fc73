import {sql} from 'kysely'
import type {Projection} from '../event-store/projection.js'
import type {Database} from '../postgres/database.js'

/** What is asked about purses, as one row each. */
export interface PurseBalance {
  readonly id: string
  readonly owner: string
  /** In cents. */
  readonly balance: number
}

declare module '../postgres/tables.js' {
  interface Tables {
    readonly purse_balances: PurseBalance
  }
}

/** The side that answers: it is a moment behind what was decided, and can be made anew at any time. */
export interface PurseBalances extends Projection {
  /** The purses of an owner, the fullest one first. */
  ofOwner(owner: string): Promise<readonly PurseBalance[]>
}

export function createPurseBalances(database: Database): PurseBalances {
  const purses = () => database.tables.selectFrom('purse_balances')
  const add = (id: string, amount: number) =>
    sql`update purse_balances set balance = balance + ${amount} where id = ${id}`.execute(database.tables)

  return {
    name: 'purse-balances',
    revision: 1,
    types: ['PurseOpened', 'MoneyDeposited', 'MoneyWithdrawn'],
    async apply({stream, type, data}) {
      const id = stream.slice('purse-'.length)
      if (type === 'MoneyDeposited') await add(id, Number(data['amount']))
      else if (type === 'MoneyWithdrawn') await add(id, -Number(data['amount']))
      else {
        const opened = {id, owner: String(data['owner']), balance: 0}
        await database.tables.insertInto('purse_balances').values(opened).execute()
      }
    },
    async clear() {
      await database.tables.deleteFrom('purse_balances').execute()
    },
    ofOwner: owner =>
      purses().selectAll().where('owner', '=', owner).orderBy('balance', 'desc').orderBy('id').limit(100).execute(),
  }
}
