import {randomUUID} from 'node:crypto'
import {expect, test} from 'vitest'
import type {Webhook, WebhookEvent} from '../../src/webhooks/webhook.js'
import type {Claim, WebhookStore} from '../../src/webhooks/webhook-store.js'

export const webhook = (owner: string, more: Partial<Webhook> = {}): Webhook => ({
  id: randomUUID(),
  owner,
  url: 'https://receiver.example.com/hook',
  eventTypes: ['Made', 'Gone'],
  status: 'active',
  secrets: [{value: 'a', activeFrom: 0}],
  createdAt: '2026-01-31T10:00:00.000Z',
  ...more,
})

export const event = (more: Partial<WebhookEvent> = {}): WebhookEvent => ({
  id: randomUUID(),
  eventType: 'Made',
  schemaVersion: '1.0',
  timestamp: '2026-01-31T10:00:01.250Z',
  data: {name: 'ü "quoted"', version: 1},
  ...more,
})

const claim: Claim = {limit: 100, now: Date.parse('2026-02-01T00:00:00Z'), lease: 20_000, perWebhook: 4}

/** What every place must hold where webhooks are kept; `store` is an empty one for each test. */
export function webhookStoreConformance(store: () => WebhookStore): void {
  /** One subscriber, and events for it. */
  const subscribed = async (events: number, more: Partial<Webhook> = {}) => {
    const subscriber = webhook(randomUUID(), more)
    await store().insert(subscriber, 20)
    const told = Array.from({length: events}, () => event())
    for (const each of told) await store().record(each)
    return {subscriber, told}
  }
  const mine = async (id: string, more: Partial<Claim> = {}) =>
    (await store().claim({...claim, ...more})).filter(({delivery}) => delivery.webhookId === id)

  test('webhooks are found by their id and by their owner, who has no more than may be', async () => {
    const owner = randomUUID()
    const all = [webhook(owner), webhook(owner), webhook(owner)] as const
    const inserted = []
    for (const each of all) inserted.push(await store().insert(each, 2))
    expect(inserted).toEqual([true, true, false])
    expect(await store().listOf(owner)).toEqual(all.slice(0, 2))
    expect([await store().find(all[0].id), await store().find(all[2].id)]).toEqual([all[0], undefined])
    const changed: Webhook = {...all[0], status: 'disabled', secrets: [...all[0].secrets, {value: 'b', activeFrom: 7}]}
    await store().replace(changed)
    await store().replace(all[2])
    await store().remove(all[1].id)
    expect(await store().listOf(owner)).toEqual([changed])
  })

  test('an event goes to those who want it, as it was', async () => {
    const {subscriber, told} = await subscribed(1)
    const other = webhook(randomUUID(), {eventTypes: ['Gone']})
    const disabled = webhook(randomUUID(), {status: 'disabled'})
    for (const each of [other, disabled]) await store().insert(each, 20)
    await store().record(event())
    for (const {id} of [other, disabled]) expect(await store().deliveriesOf(id, undefined, 10)).toEqual([])
    const [first, ...rest] = await mine(subscriber.id)
    expect(rest).toHaveLength(1)
    expect(first).toMatchObject({
      webhook: subscriber,
      delivery: {webhookId: subscriber.id, event: told[0], status: 'pending', tries: 0, nextTryAt: 0},
    })
  })

  test('what is claimed is nobody else’s until its lease ends, and no webhook has more than its share', async () => {
    const {subscriber} = await subscribed(6)
    const first = await mine(subscriber.id)
    expect([first.length, (await mine(subscriber.id)).length]).toEqual([4, 0])
    const [one, two] = first.map(({delivery}) => delivery)
    if (!one || !two) throw new Error('Four were claimed.')
    await store().settle({...one, status: 'delivered', tries: 1, responseStatus: 204})
    await store().settle({...two, tries: 1, error: 'TIMEOUT', nextTryAt: claim.now + 5000})
    // Two hands are free again, and one of the claimed has to wait for its time.
    expect(await mine(subscriber.id)).toHaveLength(2)
    const later = await mine(subscriber.id, {now: claim.now + claim.lease})
    expect(later).toHaveLength(4)
    expect(later.find(({delivery}) => delivery.id === two.id)?.delivery).toMatchObject({tries: 1, error: 'TIMEOUT'})
  })

  test('deliveries are told newest first, and dead ones live again on request', async () => {
    const {subscriber, told} = await subscribed(3)
    for (const {delivery} of await mine(subscriber.id))
      await store().settle({...delivery, status: 'dead', tries: 4, responseStatus: 500})
    const dead = await store().deliveriesOf(subscriber.id, 'dead', 2)
    expect(dead.map(each => each.event.id)).toEqual([told[2]?.id, told[1]?.id])
    expect(await store().deliveriesOf(subscriber.id, 'pending', 10)).toEqual([])
    expect(await store().revive(subscriber.id, [dead[0]?.id ?? '', 'nobody'], claim.now)).toBe(1)
    expect(await mine(subscriber.id)).toMatchObject([{delivery: {tries: 0, status: 'pending', event: told[2]}}])
    expect(await store().revive(subscriber.id, undefined, claim.now)).toBe(2)
    const before = await store().countPending()
    await store().remove(subscriber.id)
    expect(before - (await store().countPending())).toBe(3)
  })

  test('events are fetched one page after the other', async () => {
    const known = await store().eventsAfter(undefined, 1000)
    const {told} = await subscribed(3)
    const after = known?.events.at(-1)?.id
    const first = await store().eventsAfter(after, 2)
    expect(first).toEqual({events: told.slice(0, 2), hasMore: true})
    expect(await store().eventsAfter(told[1]?.id, 2)).toEqual({events: told.slice(2), hasMore: false})
    expect(await store().eventsAfter('nobody', 2)).toBeUndefined()
  })
}
