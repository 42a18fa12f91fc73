import {setTimeout as sleep} from 'node:timers/promises'
import {sql} from 'kysely'
import {afterAll, beforeAll, beforeEach, describe, expect, test, vi} from 'vitest'
import type {Database} from '../../src/postgres/database.js'
import {createTestDatabase, serverMissing, type TestDatabase} from '../postgres-server.js'
import {openRelay} from '../relay.js'

const unavailable = {code: 'SERVICE_UNAVAILABLE', status: 503, headers: {'retry-after': '1'}}

// Against a real PostgreSQL: the embedded one has a single connection.
describe.skipIf(serverMissing !== undefined)(serverMissing ?? 'a database', () => {
  let server: TestDatabase
  let database: Database
  beforeAll(async () => {
    server = await createTestDatabase()
    database = server.open()
    await sql`create table accounts (name text primary key, amount integer not null)`.execute(database.tables)
  })
  beforeEach(() => sql`truncate accounts`.execute(database.tables))
  afterAll(() => server.drop())

  const put = ({tables}: Database, name: string, amount: number) =>
    sql`insert into accounts values (${name}, ${amount})
        on conflict (name) do update set amount = excluded.amount`.execute(tables)
  const amounts = async () => {
    const {rows} = await sql<{name: string; amount: number}>`select * from accounts order by name`.execute(
      database.tables,
    )
    return Object.fromEntries(rows.map(({name, amount}) => [name, amount]))
  }

  /** The way to the server with a relay in it. */
  const relayed = async () => {
    const url = new URL(server.url)
    const relay = await openRelay({host: url.hostname, port: Number(url.port || 5432)})
    return {relay, url: Object.assign(url, {hostname: '127.0.0.1', port: String(relay.port)}).href}
  }

  test('keeps all of a transaction or nothing, with those that are part of it', async () => {
    await database.transaction(async () => {
      await put(database, 'ann', 1)
      await database.transaction(() => put(database, 'bob', 2))
    })
    const failed = database.transaction(async () => {
      await put(database, 'ann', 10)
      await database.transaction(() => put(database, 'cid', 3))
      throw new Error('On second thought.')
    })
    await expect(failed).rejects.toThrow('On second thought.')
    expect(await amounts()).toEqual({ann: 1, bob: 2})
  })

  test('shows nobody else what a transaction has not finished', async () => {
    let finish: () => void = () => {}
    const finished = new Promise<void>(resolve => {
      finish = resolve
    })
    const begun = database.transaction(async () => {
      await put(database, 'ann', 1)
      await finished
    })
    await sleep(50)
    expect(await amounts()).toEqual({})
    finish()
    await begun
    expect(await amounts()).toEqual({ann: 1})
  })

  test('runs a transaction again that met another one and lost', async () => {
    await put(database, 'ann', 0)
    let runs = 0
    const add = () =>
      database.transaction(
        async () => {
          runs += 1
          const {ann = 0} = await amounts()
          await sleep(5)
          await put(database, 'ann', ann + 1)
        },
        {isolation: 'serializable'},
      )
    await Promise.all(Array.from({length: 4}, add))
    expect(await amounts()).toEqual({ann: 4})
    expect(runs).toBeGreaterThan(4)
  })

  test('gives up a transaction that always loses, and says so', async () => {
    await put(database, 'ann', 0)
    let runs = 0
    const lost = database.transaction(
      async () => {
        runs += 1
        const {ann = 0} = await amounts()
        // On another connection, so that it is always earlier.
        await server.admin('update accounts set amount = amount + 1')
        await put(database, 'ann', ann + 1)
      },
      {isolation: 'repeatable read'},
    )
    await expect(lost).rejects.toMatchObject(unavailable)
    expect(runs).toBe(5)
    expect(await amounts()).toEqual({ann: 5})
  })

  test('cancels a statement that takes too long, and can be used afterwards', async () => {
    const hasty = server.open({statementTimeout: 100, DATABASE_CONNECTIONS: 1})
    await expect(sql`select pg_sleep(5)`.execute(hasty.tables)).rejects.toMatchObject({
      ...unavailable,
      message: 'The database took too long.',
    })
    await hasty.check()
    const running = await server.admin(
      `select 1 from pg_stat_activity where state = 'active' and query like '%sleep(5)'`,
    )
    expect(running).toEqual([])
  })

  test('ends a transaction that does nothing, so that others need not wait for what it holds', async () => {
    const hasty = server.open({statementTimeout: 100})
    const idle = hasty.transaction(async () => {
      await put(hasty, 'ann', 1)
      await sleep(400)
      await put(hasty, 'ann', 2)
    })
    await expect(idle).rejects.toMatchObject(unavailable)
    expect(await amounts()).toEqual({})
    await put(hasty, 'ann', 3)
    expect(await amounts()).toEqual({ann: 3})
  })

  test('refuses when no connection gets free in time', async () => {
    const small = server.open({DATABASE_CONNECTIONS: 1, DATABASE_CONNECT_TIMEOUT: 100})
    const holding = small.transaction(() => sleep(600))
    await sleep(20)
    await expect(small.check()).rejects.toMatchObject({...unavailable, message: 'The database can not be reached.'})
    await holding
    await small.check()
  })

  test('outlives connections that the server ends, in use and idle', async () => {
    await Promise.all([database.check(), database.check()])
    const end = `select pg_terminate_backend(pid) from pg_stat_activity
                 where datname = current_database() and application_name = 'test'`
    const under = sql`select pg_sleep(5)`.execute(database.tables)
    const failed = expect(under).rejects.toMatchObject(unavailable)
    await sleep(50)
    expect((await server.admin(end)).length).toBeGreaterThan(1)
    await failed
    // Others that had ended meanwhile may not have been noticed yet.
    await vi.waitFor(() => database.check())
  })

  test('is away with its server, and back with it', async () => {
    const {relay, url} = await relayed()
    const distant = server.open({url})
    await distant.check()
    await relay.cut()
    await expect(distant.check()).rejects.toMatchObject(unavailable)
    await relay.mend()
    await distant.check()
    await relay.close()
  })

  test('does not use a connection again that has gone silent', async () => {
    const {relay, url} = await relayed()
    const distant = server.open({url, name: 'distant', DATABASE_CONNECT_TIMEOUT: 200, statementTimeout: 50})
    const connections = () => server.admin(`select 1 from pg_stat_activity where application_name = 'distant'`)
    await distant.check()
    expect(await connections()).toHaveLength(1)
    relay.hush()
    await expect(distant.check()).rejects.toMatchObject(unavailable)
    await vi.waitFor(async () => expect(await connections()).toHaveLength(0), {timeout: 5000})
    await expect(distant.check()).rejects.toMatchObject(unavailable)
    await relay.close()
  })

  test('takes text for what it is, and refuses what it can not keep', async () => {
    await put(database, "'; drop table accounts; --", 1)
    expect(await amounts()).toEqual({"'; drop table accounts; --": 1})
    await expect(put(database, 'a\0b', 1)).rejects.toMatchObject({code: 'VALIDATION_FAILED'})
  })
})
