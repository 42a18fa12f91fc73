import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {sql} from 'kysely'
import {describe, expect, test} from 'vitest'
import {z} from 'zod'
import {readEnvironment} from '../../src/platform/config/environment.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createMigrations} from '../../src/postgres/migrations.js'
import {openDatabase} from '../../src/postgres/open-database.js'
import {databaseSettings} from '../../src/postgres/settings.js'
import {createTestDatabase, serverMissing} from '../postgres-server.js'

const logger = createLogger({service: 'test', version: '0', level: 'silent'})
const open = (environment: Readonly<Record<string, string>>) =>
  openDatabase(readEnvironment(z.object(databaseSettings), environment), logger)

describe.skipIf(serverMissing !== undefined)(serverMissing ?? 'a database that is empty', () => {
  test('is migrated once, however many instances start at the same time', async () => {
    const server = await createTestDatabase()
    const instances = await Promise.all(Array.from({length: 4}, () => open({DATABASE_URL: server.url})))
    const rows = await server.admin('select name from kysely_migration')
    const [first] = instances
    if (!first) throw new Error('No instance has started.')
    const state = await createMigrations(first.database.tables).state()
    expect(rows).toHaveLength(state.length)
    expect(state.every(({done}) => done)).toBe(true)
    expect(state.length).toBeGreaterThan(0)
    await Promise.all(instances.map(({database}) => database.close()))
    await server.drop()
  })

  test('keeps a service from starting that only checks; its migrations go there and back', async () => {
    const server = await createTestDatabase()
    const check = {DATABASE_URL: server.url, DATABASE_MIGRATIONS: 'check'}
    await expect(open(check)).rejects.toThrow(/The database lacks the migrations "[^"]+".*: run "npm run migrate"\./)
    const database = server.open({statementTimeout: 0})
    const migrations = createMigrations(database.tables)
    const names = await migrations.run()
    expect(await migrations.run()).toEqual([])
    await (await open(check)).database.close()
    for (const name of [...names].reverse()) expect(await migrations.back()).toEqual([name])
    const left = await server.admin(`select tablename from pg_tables where schemaname = 'public'`)
    expect(left.map(({tablename}) => tablename).sort()).toEqual(['kysely_migration', 'kysely_migration_lock'])
    expect(await migrations.run()).toEqual(names)
    await server.drop()
  })

  test('that is ahead of this version does not keep it from starting', async () => {
    const server = await createTestDatabase()
    await (await open({DATABASE_URL: server.url})).database.close()
    await server.admin(`insert into kysely_migration values ('9999-of-tomorrow', now()::text)`)
    await (await open({DATABASE_URL: server.url})).database.close()
    await server.drop()
  })
})

test('a database that is not there is told in a sentence', async () => {
  await expect(open({DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none'})).rejects.toMatchObject({
    name: 'ConfigError',
    problems: [expect.stringMatching(/^DATABASE_URL leads to no database that can be used: .*ECONNREFUSED/)],
  })
})

test('the embedded one keeps its data in its folder, for one process at a time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'database-'))
  const environment = {DATABASE_FOLDER: join(folder, 'data')}
  const {database} = await open(environment)
  await sql`create table notes (text text)`.execute(database.tables)
  await sql`insert into notes values ('still here')`.execute(database.tables)
  await expect(open(environment)).rejects.toThrow(/process \d+ uses it already/)
  await database.close()
  const again = await open(environment)
  const {rows} = await sql`select text from notes`.execute(again.database.tables)
  expect(rows).toEqual([{text: 'still here'}])
  await again.database.close()
  rmSync(folder, {recursive: true})
}, 60_000)
