import {randomUUID} from 'node:crypto'
import type {Delivery, Webhook, WebhookEvent} from './webhook.js'
import type {WebhookStore} from './webhook-store.js'

export interface MemoryWebhookStoreOptions {
  /** Events, and deliveries that are over, of which the oldest are forgotten first. */
  readonly kept?: number
  /** Deliveries that wait; beyond that they are dead from the beginning, and can be asked for. */
  readonly waiting?: number
}

/** Keeps webhooks in this process, and so no longer than it lives. */
export function createMemoryWebhookStore({
  kept = 10_000,
  waiting = 10_000,
}: MemoryWebhookStoreOptions = {}): WebhookStore {
  const webhooks = new Map<string, Webhook>()
  const events: WebhookEvent[] = []
  // A map keeps the sequence of insertion.
  const deliveries = new Map<string, Delivery>()
  const leases = new Map<string, number>()
  let pending = 0

  const keep = (delivery: Delivery): void => {
    const before = deliveries.get(delivery.id)
    if (before?.status === 'pending') pending -= 1
    if (delivery.status === 'pending') pending += 1
    deliveries.set(delivery.id, delivery)
  }
  const drop = ({id, status}: Delivery): void => {
    if (status === 'pending') pending -= 1
    deliveries.delete(id)
    leases.delete(id)
  }
  const forgetOldest = (): void => {
    for (const delivery of deliveries.values()) {
      if (deliveries.size - pending <= kept) return
      if (delivery.status !== 'pending') drop(delivery)
    }
  }
  const of = (webhookId: string) => [...deliveries.values()].filter(delivery => delivery.webhookId === webhookId)

  return {
    async insert(webhook, most) {
      const own = [...webhooks.values()].filter(({owner}) => owner === webhook.owner)
      if (own.length >= most) return false
      webhooks.set(webhook.id, webhook)
      return true
    },
    async replace(webhook) {
      if (webhooks.has(webhook.id)) webhooks.set(webhook.id, webhook)
    },
    async find(id) {
      return webhooks.get(id)
    },
    async listOf(owner) {
      return [...webhooks.values()].filter(webhook => webhook.owner === owner)
    },
    async remove(id) {
      webhooks.delete(id)
      for (const delivery of of(id)) drop(delivery)
    },
    async record(event) {
      events.push(event)
      if (events.length > kept) events.shift()
      for (const {id: webhookId, status, eventTypes} of webhooks.values()) {
        if (status !== 'active' || !eventTypes.includes(event.eventType)) continue
        const fresh = {id: randomUUID(), webhookId, event, tries: 0, nextTryAt: 0, createdAt: event.timestamp}
        keep(pending < waiting ? {...fresh, status: 'pending'} : {...fresh, status: 'dead', error: 'QUEUE_FULL'})
      }
      forgetOldest()
    },
    async claim({limit, now, lease, perWebhook}) {
      const claimed: {delivery: Delivery; webhook: Webhook}[] = []
      const taken = new Map<string, number>()
      for (const [id, until] of leases) {
        const delivery = deliveries.get(id)
        if (until <= now || !delivery) leases.delete(id)
        else taken.set(delivery.webhookId, (taken.get(delivery.webhookId) ?? 0) + 1)
      }
      for (const delivery of deliveries.values()) {
        if (claimed.length >= limit) break
        const {id, webhookId, status, nextTryAt} = delivery
        const webhook = webhooks.get(webhookId)
        const count = taken.get(webhookId) ?? 0
        if (!webhook || status !== 'pending' || nextTryAt > now || leases.has(id) || count >= perWebhook) continue
        taken.set(webhookId, count + 1)
        leases.set(id, now + lease)
        claimed.push({delivery, webhook})
      }
      return claimed
    },
    async settle(delivery) {
      leases.delete(delivery.id)
      // Its webhook may be gone.
      if (deliveries.has(delivery.id)) keep(delivery)
      forgetOldest()
    },
    async deliveriesOf(webhookId, status, limit) {
      const wanted = of(webhookId).filter(delivery => status === undefined || delivery.status === status)
      return wanted.reverse().slice(0, limit)
    },
    async revive(webhookId, ids, now) {
      const dead = of(webhookId).filter(({id, status}) => status === 'dead' && (ids?.includes(id) ?? true))
      for (const delivery of dead) keep({...delivery, status: 'pending', tries: 0, nextTryAt: now})
      return dead.length
    },
    async eventsAfter(id, limit) {
      const place = id === undefined ? -1 : events.findIndex(event => event.id === id)
      if (id !== undefined && place < 0) return undefined
      return {events: events.slice(place + 1, place + 1 + limit), hasMore: events.length > place + 1 + limit}
    },
    async countPending() {
      return pending
    },
  }
}
