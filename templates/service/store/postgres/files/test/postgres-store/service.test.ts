import {once} from 'node:events'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {createTestDatabase, serverMissing} from '../postgres-server.js'
import {processes} from '../process.js'

const {start} = processes()
const folder = mkdtempSync(join(tmpdir(), 'service-data-'))
afterAll(() => rmSync(folder, {recursive: true}))

test('a service on the embedded database ends in order, and begins where it was', async () => {
  const environment = {NODE_ENV: 'development', EXAMPLE_DATA: 'true', DATABASE_FOLDER: join(folder, 'data')}
  for (const migrated of [true, false]) {
    const {child, told, url} = start(environment)
    expect((await fetch(`${await url()}/ready`)).status).toBe(200)
    expect(told.text.includes('The database was migrated.')).toBe(migrated)
    const ended = once(child, 'close')
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  }
}, 90_000)

test.skipIf(serverMissing !== undefined)(
  `many instances start on one empty database ${serverMissing ?? ''}`,
  async () => {
    const server = await createTestDatabase()
    const instances = [1, 2, 3].map(() =>
      start({NODE_ENV: 'development', EXAMPLE_DATA: 'true', DATABASE_URL: server.url}),
    )
    for (const {url} of instances) expect((await fetch(`${await url()}/ready`)).status).toBe(200)
    expect(instances.filter(({told}) => told.text.includes('The database was migrated.'))).toHaveLength(1)
    expect(await server.admin('select count(*)::int from work_items')).toEqual([{count: 3}])
    const ended = instances.map(({child}) => once(child, 'close'))
    for (const {child} of instances) child.kill('SIGTERM')
    expect(await Promise.all(ended)).toEqual([
      [0, null],
      [0, null],
      [0, null],
    ])
    await server.drop()
  },
  90_000,
)

test('production does not start without a database', async () => {
  const {child, told} = start({NODE_ENV: 'production', DATABASE_URL: ''})
  expect((await once(child, 'close'))[0]).not.toBe(0)
  expect(told.text).toContain('DATABASE_URL is not set')
}, 60_000)
