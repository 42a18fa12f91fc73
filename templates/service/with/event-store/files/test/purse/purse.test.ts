import {sql} from 'kysely'
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest'
import {type Aggregates, createAggregates} from '../../src/event-store/aggregate.js'
import {projectBatch, resetProjection, runProjection} from '../../src/event-store/projection.js'
import {watchProjection} from '../../src/event-store/projection-metrics.js'
import {createSnapshots} from '../../src/event-store/snapshots.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {type Purse, purseDecisions, purseKind} from '../../src/purse/purse.js'
import {createPurseBalances, type PurseBalances} from '../../src/purse/purse-balances.js'
import {logger, openEventStore} from '../event-store/open-event-store.js'
import {serverMissing} from '../postgres-server.js'

const {open, deposit, withdraw} = purseDecisions

describe.skipIf(serverMissing !== undefined)(serverMissing ?? 'purses', () => {
  let opened: Awaited<ReturnType<typeof openEventStore>>
  let purses: Aggregates<Purse>
  let balances: PurseBalances
  beforeAll(async () => {
    opened = await openEventStore()
    const {database, store} = opened
    purses = createAggregates(purseKind, {store, snapshots: createSnapshots(database), logger, snapshotEvery: 5})
    balances = createPurseBalances(database)
  })
  afterAll(() => opened.server.drop())
  const project = async () => {
    while ((await projectBatch(balances, {...opened, logger, batch: 3})) > 0);
  }

  test('are what has happened to them', async () => {
    await purses.decide('1', open('ann'))
    await purses.decide('1', deposit(500))
    expect(await purses.decide('1', withdraw(120))).toEqual({state: {owner: 'ann', balance: 380}, version: 3})
    expect(await purses.load('1')).toEqual({state: {owner: 'ann', balance: 380}, version: 3})
  })

  test('refuse what may not happen, and nothing happens', async () => {
    await expect(purses.decide('1', withdraw(381))).rejects.toMatchObject({code: 'PURSE_OVERDRAWN', status: 409})
    await expect(purses.decide('2', deposit(1))).rejects.toMatchObject({code: 'PURSE_NOT_FOUND'})
    await expect(purses.decide('1', deposit(0.5))).rejects.toMatchObject({code: 'VALIDATION_FAILED'})
    expect((await purses.load('1')).version).toBe(3)
  })

  test('are never overdrawn by commands that come at the same time', async () => {
    await purses.decide('3', open('bob'))
    await purses.decide('3', deposit(300))
    const tries = await Promise.allSettled(Array.from({length: 5}, () => purses.decide('3', withdraw(100))))
    expect(tries.filter(({status}) => status === 'fulfilled')).toHaveLength(3)
    expect((await purses.load('3')).state.balance).toBe(0)
  })

  test('are worked out from the last snapshot on, until their shape changes', async () => {
    await purses.decide('4', open('cid'))
    for (let turn = 0; turn < 6; turn++) await purses.decide('4', deposit(10))
    const [kept] = await opened.server.admin(`select version, state from snapshots where stream = 'purse-4'`)
    expect(kept).toEqual({version: 5, state: {owner: 'cid', balance: 40}})
    // Only the snapshot can be the reason for this sum.
    await opened.server.admin(`update snapshots set state = '{"owner":"cid","balance":1000}' where stream = 'purse-4'`)
    expect((await purses.load('4')).state.balance).toBe(1020)
    const {store, database} = opened
    const reshaped = createAggregates({...purseKind, shape: 2}, {store, snapshots: createSnapshots(database), logger})
    expect((await reshaped.load('4')).state.balance).toBe(60)
    const snapshots = createSnapshots(database)
    await snapshots.keep('purse-4', 1, {version: 2, state: {}})
    expect((await snapshots.load('purse-4', 1))?.version).toBe(5)
  })

  test('are answered from a projection, which can be made anew', async () => {
    await project()
    expect(await balances.ofOwner('ann')).toEqual([{id: '1', owner: 'ann', balance: 380}])
    await sql`update purse_balances set balance = 7`.execute(opened.database.tables)
    await resetProjection(balances, opened.database)
    expect(await balances.ofOwner('ann')).toEqual([])
    await project()
    expect(await balances.ofOwner('ann')).toEqual([{id: '1', owner: 'ann', balance: 380}])
    // A new revision does so by itself, and an old one that still runs leaves it alone.
    await sql`update purse_balances set balance = 7`.execute(opened.database.tables)
    const revised: PurseBalances = {...balances, revision: 2}
    while ((await projectBatch(revised, {...opened, logger})) > 0);
    expect(await balances.ofOwner('ann')).toEqual([{id: '1', owner: 'ann', balance: 380}])
    expect(await projectBatch(balances, {...opened, logger})).toBe(0)
    balances = revised
  })

  test('are taken in once by several instances, each event as a whole or not at all', async () => {
    let failures = 2
    const unlucky: PurseBalances = {
      ...balances,
      async apply(event) {
        await balances.apply(event)
        if (event.stream === 'purse-5' && failures-- > 0) throw new Error('The process dies.')
      },
    }
    const {registry} = createMetrics()
    watchProjection(registry, balances, opened.database)
    const running = [1, 2, 3].map(() => runProjection(unlucky, {...opened, logger, pause: 10}))
    await purses.decide('5', open('dan'))
    await Promise.all(Array.from({length: 4}, () => purses.decide('5', deposit(25))))
    await vi.waitFor(
      async () => expect(await balances.ofOwner('dan')).toEqual([{id: '5', owner: 'dan', balance: 100}]),
      {
        timeout: 10_000,
      },
    )
    expect(failures).toBeLessThanOrEqual(0)
    await Promise.all(running.map(each => each.close()))
    expect(await registry.metrics()).toContain('projection_lag_seconds{projection="purse-balances"} 0')
  })
})
