import type {Logger} from '../platform/logging/logger.js'
import {afterTry, type RetryPolicy} from './after-try.js'
import type {WebhookMetrics} from './webhook-metrics.js'
import type {WebhookSender} from './webhook-sender.js'
import type {ClaimedDelivery, WebhookStore} from './webhook-store.js'

export interface DispatcherOptions {
  readonly store: WebhookStore
  readonly sender: WebhookSender
  readonly policy: RetryPolicy
  readonly metrics: WebhookMetrics
  readonly logger: Logger
  /** Milliseconds that one try may take. */
  readonly timeout: number
}

/** Brings deliveries to their receivers. */
export interface Dispatcher {
  start(): void
  /** There is something new. */
  wake(): void
  /** Sends what is due, then nothing more; resolves when the last try is over. */
  finish(): Promise<void>
}

/** At a time, in all and to one receiver: one that is slow holds up itself and nobody else. */
const most = 32
const mostToOne = 4

/** Milliseconds between two looks for what has become due. */
const lookEvery = 500

export function createDispatcher({store, sender, policy, metrics, logger, timeout}: DispatcherOptions): Dispatcher {
  const underWay = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<number> | undefined

  const bring = async (claimed: ClaimedDelivery): Promise<void> => {
    const {delivery, webhook} = claimed
    const begun = performance.now()
    const outcome = await sender.send(claimed)
    const next = afterTry(delivery, outcome, policy, {now: Date.now()})
    metrics.observe(next.status === 'pending' ? 'retry' : next.status, (performance.now() - begun) / 1000)
    if (next.status === 'dead') {
      const {id: deliveryId, webhookId, tries, responseStatus, error} = next
      logger.warn({deliveryId, webhookId, tries, responseStatus, error}, 'A delivery is dead.')
    }
    // It has said that it is gone for good.
    if (next.responseStatus === 410) await store.replace({...webhook, status: 'disabled'})
    await store.settle(next)
  }

  /** Takes what is due as far as there is room; gives how much it took. */
  const take = async (): Promise<number> => {
    if (underWay.size >= most) return 0
    // Longer than a try: what was claimed by a process that died comes back.
    const claim = {limit: most - underWay.size, now: Date.now(), lease: timeout * 2, perWebhook: mostToOne}
    const claimed = await store.claim(claim)
    for (const each of claimed) {
      const done = bring(each)
        .catch(error => logger.error({err: error, deliveryId: each.delivery.id}, 'A delivery could not be settled.'))
        .finally(() => {
          underWay.delete(done)
          wake()
        })
      underWay.add(done)
    }
    return claimed.length
  }

  const look = (): Promise<number> => {
    looking ??= take()
      .catch(error => {
        logger.error({err: error}, 'Deliveries could not be looked up.')
        return 0
      })
      .finally(() => {
        looking = undefined
      })
    return looking
  }

  const wake = (): void => {
    if (timer) void look()
  }

  return {
    start() {
      timer = setInterval(wake, lookEvery)
    },
    wake,
    async finish() {
      clearInterval(timer)
      timer = undefined
      await looking
      while ((await look()) > 0 || underWay.size > 0) await Promise.all(underWay)
    },
  }
}
