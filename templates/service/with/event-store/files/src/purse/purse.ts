import type {AggregateKind} from '../event-store/aggregate.js'
import type {NewEvent} from '../event-store/stored-event.js'
import {ApiError} from '../platform/errors/api-error.js'
import {defineCodes} from '../platform/errors/codes.js'

// An example of something that is what has happened to it. Put your own in its place, or delete the folder.

defineCodes({
  PURSE_NOT_FOUND: {status: 404, severity: 'low', retryable: false},
  PURSE_OVERDRAWN: {status: 409, severity: 'low', retryable: false},
})

/** Money that belongs to somebody. */
export interface Purse {
  readonly owner: string | undefined
  /** In cents: sums of money are whole numbers. */
  readonly balance: number
}

export const purseKind: AggregateKind<Purse> = {
  name: 'purse',
  shape: 1,
  initial: {owner: undefined, balance: 0},
  evolve(purse, {type, data}) {
    const {owner, amount} = data
    if (type === 'PurseOpened') return {...purse, owner: String(owner)}
    if (type === 'MoneyDeposited') return {...purse, balance: purse.balance + Number(amount)}
    if (type === 'MoneyWithdrawn') return {...purse, balance: purse.balance - Number(amount)}
    // What a later version of the service may tell.
    return purse
  },
}

/** What may happen to a purse. Each says what does happen, or throws. */
export const purseDecisions = {
  open:
    (owner: string) =>
    (purse: Purse): readonly NewEvent[] => {
      if (purse.owner !== undefined) throw new ApiError('STATE_CONFLICT', 'The purse is open already.')
      return [{type: 'PurseOpened', data: {owner}}]
    },
  deposit:
    (amount: number) =>
    (purse: Purse): readonly NewEvent[] => {
      mustBeOpen(purse)
      mustBeMoney(amount)
      return [{type: 'MoneyDeposited', data: {amount}}]
    },
  withdraw:
    (amount: number) =>
    (purse: Purse): readonly NewEvent[] => {
      mustBeOpen(purse)
      mustBeMoney(amount)
      if (amount > purse.balance) throw new ApiError('PURSE_OVERDRAWN', 'There is not that much money in the purse.')
      return [{type: 'MoneyWithdrawn', data: {amount}}]
    },
}

function mustBeOpen({owner}: Purse): void {
  if (owner === undefined) throw new ApiError('PURSE_NOT_FOUND', 'There is no such purse.')
}

function mustBeMoney(amount: number): void {
  if (!Number.isSafeInteger(amount) || amount <= 0) {
    throw new ApiError('VALIDATION_FAILED', '"amount" is a whole number of cents above 0.', {field: 'amount'})
  }
}
