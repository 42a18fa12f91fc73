import {randomBytes, randomUUID} from 'node:crypto'
import {ApiError} from '../platform/errors/api-error.js'
import {defineCodes} from '../platform/errors/codes.js'
import {type AddressGuard, AddressRefused} from './address-guard.js'
import type {Delivery, Webhook, WebhookSecret} from './webhook.js'
import type {WebhookStore} from './webhook-store.js'

defineCodes({
  WEBHOOK_NOT_FOUND: {status: 404, severity: 'low', retryable: false},
  WEBHOOK_LIMIT_REACHED: {status: 409, severity: 'low', retryable: false},
})

/** What somebody wants to be told, and where. */
export interface WebhookDraft {
  readonly url: string
  readonly eventTypes: readonly string[]
}

/** What a subscriber can do with its own webhooks. To others they do not exist. */
export interface Webhooks {
  create(owner: string, draft: WebhookDraft): Promise<Webhook>
  listOf(owner: string): Promise<readonly Webhook[]>
  get(owner: string, id: string): Promise<Webhook>
  remove(owner: string, id: string): Promise<void>
  /** A new secret, which signs after a while: until then the receiver learns it beside the old one. */
  rotate(owner: string, id: string): Promise<WebhookSecret>
  deliveriesOf(
    owner: string,
    id: string,
    status: Delivery['status'] | undefined,
    limit: number,
  ): Promise<readonly Delivery[]>
  /** Sends dead deliveries once more, and lets a disabled webhook live again. Gives how many. */
  redeliver(owner: string, id: string, deliveryIds: readonly string[] | undefined): Promise<number>
}

export interface WebhooksOptions {
  readonly store: WebhookStore
  readonly guard: AddressGuard
  /** Milliseconds until a new secret signs. */
  readonly rotation: number
  /** Called when there is something to deliver. */
  readonly wake: () => void
}

/** Of one owner. */
const mostWebhooks = 20

export function createWebhooks({store, guard, rotation, wake}: WebhooksOptions): Webhooks {
  const get = async (owner: string, id: string): Promise<Webhook> => {
    const webhook = await store.find(id)
    if (webhook?.owner !== owner) throw new ApiError('WEBHOOK_NOT_FOUND', `There is no webhook "${id}".`)
    return webhook
  }
  return {
    async create(owner, {url, eventTypes}) {
      await guard.check(url).catch(refuse)
      const now = new Date()
      const webhook: Webhook = {
        id: randomUUID(),
        owner,
        url,
        eventTypes: [...new Set(eventTypes)],
        status: 'active',
        secrets: [{value: newSecret(), activeFrom: 0}],
        createdAt: now.toISOString(),
      }
      if (await store.insert(webhook, mostWebhooks)) return webhook
      throw new ApiError('WEBHOOK_LIMIT_REACHED', `One caller may have ${mostWebhooks} webhooks.`)
    },
    listOf: owner => store.listOf(owner),
    get,
    async remove(owner, id) {
      await get(owner, id)
      await store.remove(id)
    },
    async rotate(owner, id) {
      const webhook = await get(owner, id)
      const now = Date.now()
      const waiting = webhook.secrets.find(({activeFrom}) => activeFrom > now)
      if (waiting) throw new ApiError('STATE_CONFLICT', 'A new secret waits already to become active.')
      const fresh = {value: newSecret(), activeFrom: now + rotation}
      // The one that signs now, and the next one: never more than two.
      await store.replace({...webhook, secrets: [...webhook.secrets.slice(-1), fresh]})
      return fresh
    },
    async deliveriesOf(owner, id, status, limit) {
      await get(owner, id)
      return store.deliveriesOf(id, status, limit)
    },
    async redeliver(owner, id, deliveryIds) {
      const webhook = await get(owner, id)
      if (webhook.status === 'disabled') await store.replace({...webhook, status: 'active'})
      const revived = await store.revive(id, deliveryIds, Date.now())
      wake()
      return revived
    },
  }
}

function newSecret(): string {
  return randomBytes(32).toString('hex')
}

function refuse(error: unknown): never {
  const told = error instanceof AddressRefused ? error.message : 'The host of the address can not be found.'
  throw new ApiError('VALIDATION_FAILED', told, {field: 'url', cause: error})
}
