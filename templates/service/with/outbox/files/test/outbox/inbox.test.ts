import {setTimeout as sleep} from 'node:timers/promises'
import {sql} from 'kysely'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {createInbox} from '../../src/outbox/inbox.js'
import {serverMissing} from '../postgres-server.js'
import {logger, openOutbox} from './open-outbox.js'

describe.skipIf(serverMissing !== undefined)(serverMissing ?? 'an inbox', () => {
  let opened: Awaited<ReturnType<typeof openOutbox>>
  let inbox: ReturnType<typeof createInbox>
  beforeAll(async () => {
    opened = await openOutbox()
    inbox = createInbox(opened.database, {logger})
    await sql`create table effects (text text)`.execute(opened.database.tables)
  })
  afterAll(async () => {
    await inbox.close()
    await opened.server.drop()
  })
  const effect = async (text: string): Promise<void> => {
    await sql`insert into effects values (${text})`.execute(opened.database.tables)
  }
  const effects = async () => (await opened.server.admin('select text from effects')).map(({text}) => text)

  test('lets work be done once, however often and at how many places it is tried', async () => {
    const tries = Array.from({length: 8}, () =>
      inbox.once('billing', 'e-1', async () => {
        await sleep(5)
        await effect('paid')
      }),
    )
    await Promise.all(tries)
    expect(await effects()).toEqual(['paid'])
    expect(await inbox.has('billing', 'e-1')).toBe(true)
    expect(await inbox.has('shipping', 'e-1')).toBe(false)
  })

  test('has nothing of work that failed, and neither has the data', async () => {
    const failed = inbox.once('billing', 'e-2', async () => {
      await effect('half')
      throw new Error('No.')
    })
    await expect(failed).rejects.toThrow('No.')
    expect(await inbox.has('billing', 'e-2')).toBe(false)
    await inbox.once('billing', 'e-2', () => effect('whole'))
    expect(await effects()).toEqual(['paid', 'whole'])
  })

  test('is told twice without harm, and forgets in time', async () => {
    await inbox.add('billing', 'e-3')
    await inbox.add('billing', 'e-3')
    await opened.server.admin(`update inbox set seen_at = now() - interval '15 days' where event_id = 'e-3'`)
    const forgetful = createInbox(opened.database, {logger, sweep: 5})
    await expect.poll(() => inbox.has('billing', 'e-3')).toBe(false)
    expect(await inbox.has('billing', 'e-1')).toBe(true)
    await forgetful.close()
  })
})
